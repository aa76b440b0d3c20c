"""Long short-term memory in NumPy: the twin of lstm.tex and of wasm/engine/cells/lstm.h.

x[B, I]  h, c[B, H]  W[I, 4H]  U[H, 4H]  b[4H], the gates side by side: i f g o; a name with d in front is the
gradient of the loss by it.
"""
import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


# code: lstm.forward
def forward(x, h, c, W, U, b):
    a = x @ W + h @ U + b                             #= i f g o
    a_i, a_f, a_g, a_o = np.split(a, 4, axis=1)       #= i f g o
    i = sigmoid(a_i)                                  #= i
    f = sigmoid(a_f)                                  #= f
    g = np.tanh(a_g)                                  #= g
    o = sigmoid(a_o)                                  #= o
    c_new = f * c + i * g                             #= c
    h_new = o * np.tanh(c_new)                        #= h
    return h_new, c_new, (x, h, c, i, f, g, o, np.tanh(c_new))


# code: lstm.backward
def backward(dh, dc, saved, U, dW, dU, db):
    x, h, c, i, f, g, o, tanh_c = saved
    dc = dc + dh * o * (1 - tanh_c**2)                #= dc
    da_i = dc * g * i * (1 - i)                       #= da_i
    da_f = dc * c * f * (1 - f)                       #= da_f
    da_g = dc * i * (1 - g**2)                        #= da_g
    da_o = dh * tanh_c * o * (1 - o)                  #= da_o
    dc_before = dc * f                                #= dc_prev
    da = np.hstack([da_i, da_f, da_g, da_o])          #= dh_prev dU db
    dh_before = da @ U.T                              #= dh_prev
    dU += h.T @ da                                    #= dU
    db += da.sum(axis=0)                              #= db
    dW += x.T @ da
    return dh_before, dc_before
