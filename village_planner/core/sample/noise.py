"""Seeded random numbers and smooth random fields."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray


def stream(seed: int, purpose: str) -> np.random.Generator:
    """A generator of its own for each purpose, so that a change in one part of the county leaves the others alone."""
    return np.random.default_rng([seed, zlib.crc32(purpose.encode())])


def smooth_noise(
    rng: np.random.Generator, shape: tuple[int, int], wavelength: float, octaves: int = 4, gain: float = 0.5
) -> NDArray:
    """A field of mean 0 and standard deviation 1: octaves of interpolated random grids.

    wavelength  of the longest waves, in cells     gain  strength of an octave relative to the one before it
    """
    field = np.zeros(shape)
    strength = 1.0
    for _ in range(octaves):
        if wavelength < 2:
            break
        coarse = (int(shape[0] / wavelength) + 4, int(shape[1] / wavelength) + 4)
        knots = rng.standard_normal(coarse)
        shift = rng.random(2) + 1
        rows = _cubic_weights(np.arange(shape[0]) / wavelength + shift[0], coarse[0])
        columns = _cubic_weights(np.arange(shape[1]) / wavelength + shift[1], coarse[1])
        field += strength * (rows @ knots @ columns.T)
        wavelength /= 2
        strength *= gain
    field -= field.mean()
    return field / field.std()


def _cubic_weights(at: NDArray, knots: int) -> NDArray:
    """(n, knots) weights of the cubic B-spline with whole-numbered knots at the positions `at`."""
    cell = np.floor(at).astype(int)
    t = at - cell
    parts = ((1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3)
    weights = np.zeros((len(at), knots))
    for shift, part in zip((-1, 0, 1, 2), parts):
        weights[np.arange(len(at)), np.clip(cell + shift, 0, knots - 1)] += part / 6
    return weights
