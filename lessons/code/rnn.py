"""The plain recurrent network in NumPy: the twin of rnn.tex and of wasm/engine/cells/elman.h.

x[B, I]  h[B, H]  W[I, H]  U[H, H]  b[H]; a name with d in front is the gradient of the loss by it.
"""
import numpy as np


# code: rnn.forward
def forward(x, h, W, U, b):
    a = x @ W + h @ U + b                             #= a
    h_new = np.tanh(a)                                #= h
    return h_new, (x, h, h_new)


# code: rnn.backward
def backward(dh, saved, U, dW, dU, db):
    x, h, h_new = saved
    da = dh * (1 - h_new**2)                          #= da
    dh_before = da @ U.T                              #= dh_prev
    dU += h.T @ da                                    #= dU
    db += da.sum(axis=0)                              #= db
    dW += x.T @ da
    return dh_before
