"""Gradient clipping in NumPy: the twin of clipping.tex and of wasm/engine/training/optimizer.cpp."""
import numpy as np


# code: clipping.forward
def clip(gradients, theta, limit=np.inf):
    norm = np.sqrt(sum((g**2).sum() for g in gradients))          #= norm
    factor = min(1, theta / norm)                                 #= factor
    gradients = [factor * g for g in gradients]                   #= g
    return [np.clip(g, -limit, limit) for g in gradients], norm   #= limit
