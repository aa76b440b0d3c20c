"""The gated recurrent unit in NumPy: the twin of gru.tex and of wasm/engine/cells/gru.h.

x[B, I]  h[B, H]  W[I, 3H]  U[H, 3H]  b[3H], the gates side by side: r z n; v[H]; a name with d in front is the
gradient of the loss by it.
"""
import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


# code: gru.forward
def forward(x, h, W, U, b, v):
    a_r, a_z, a_n = np.split(x @ W + b, 3, axis=1)    #= r z n
    u_r, u_z, u_n = np.split(h @ U, 3, axis=1)        #= r z m
    r = sigmoid(a_r + u_r)                            #= r
    z = sigmoid(a_z + u_z)                            #= z
    m = u_n + v                                       #= m
    n = np.tanh(a_n + r * m)                          #= n
    h_new = z * h + (1 - z) * n                       #= h
    return h_new, (x, h, r, z, m, n)


# code: gru.backward
def backward(dh, saved, U, dW, dU, db, dv):
    x, h, r, z, m, n = saved
    da_n = dh * (1 - z) * (1 - n**2)                  #= da_n
    da_z = dh * (h - n) * z * (1 - z)                 #= da_z
    da_r = da_n * m * r * (1 - r)                     #= da_r
    dm = da_n * r                                     #= dm
    du = np.hstack([da_r, da_z, dm])                  #= dh_prev dU
    dh_before = dh * z + du @ U.T                     #= dh_prev
    da = np.hstack([da_r, da_z, da_n])                #= db
    dU += h.T @ du                                    #= dU
    db += da.sum(axis=0)                              #= db
    dv += dm.sum(axis=0)                              #= dv
    dW += x.T @ da
    return dh_before
