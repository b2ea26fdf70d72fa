"""Seeded random numbers and smooth random fields."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage


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
        rows = np.arange(shape[0]) / wavelength + shift[0]
        columns = np.arange(shape[1]) / wavelength + shift[1]
        # Separable cubic interpolation: first along columns, then along rows.
        along = ndimage.map_coordinates(
            knots, np.meshgrid(np.arange(coarse[0]), columns, indexing="ij"), order=3, mode="nearest"
        )
        field += strength * ndimage.map_coordinates(
            along, np.meshgrid(rows, np.arange(shape[1]), indexing="ij"), order=3, mode="nearest"
        )
        wavelength /= 2
        strength *= gain
    field -= field.mean()
    return field / field.std()
