"""Candidate districts (*columns*) of a block, packed: enumeration, pricing and search bring them, `choose` reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .block import Block

CHUNK = 50_000  # columns unpacked at a time: a few MB


@dataclass(frozen=True)
class Columns:
    """c candidate districts over the n nodes of a block.

    masks    (c, words) uint64: bit v % 64 of word v // 64 is set where the district holds node v
    terms    (c, 5) weighted cost by term, in the order of TERMS     crosses  (c,) bool: crosses a township
    """

    n: int
    masks: NDArray
    terms: NDArray
    crosses: NDArray

    def __len__(self) -> int:
        return len(self.masks)

    @property
    def cost(self) -> NDArray:
        """(c,) weighted cost; costs of a plan's districts sum to its objective less `Objective.constant`."""
        return self.terms.sum(axis=1)

    def take(self, which: NDArray) -> Columns:
        return Columns(self.n, self.masks[which], self.terms[which], self.crosses[which])

    def sets(self, which: Optional[NDArray] = None) -> NDArray:
        """(c, n) bool: the nodes of each column, or of those at `which`."""
        return unpack(self.masks if which is None else self.masks[which], self.n)

    def matrix(self, which: Optional[NDArray] = None) -> csr_matrix:
        """(c, n) of ones: the same, sparse."""
        return sparse(self.masks if which is None else self.masks[which], self.n)

    def unique(self) -> Columns:
        """Without repetitions; the first of equal ones stays, in the same order."""
        order = np.lexsort(self.masks.T)
        ordered = self.masks[order]
        new = np.ones(len(order), dtype=bool)
        new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
        # lexsort is stable: the first of a run of equal masks is the one that came first.
        return self if new.all() else self.take(np.sort(order[new]))

    @staticmethod
    def concatenated(parts: Sequence[Columns]) -> Columns:
        """All columns of all parts (at least one part) as they stand."""
        return Columns(
            parts[0].n,
            np.concatenate([part.masks for part in parts]),
            np.concatenate([part.terms for part in parts]),
            np.concatenate([part.crosses for part in parts]),
        )

    @staticmethod
    def joined(parts: Sequence[Columns]) -> Columns:
        """All columns of all parts (at least one part), without repetitions."""
        return Columns.concatenated(parts).unique()


def columns_of(block: Block, masks: NDArray) -> Columns:
    """Bit masks (c, words) with their costs. That they keep the rules is the caller's business."""
    parts = [masks[start : start + CHUNK] for start in range(0, max(1, len(masks)), CHUNK)]
    return Columns.concatenated([_costed(block, part, sparse(part, block.n)) for part in parts])


def admissible(block: Block, masks: NDArray) -> Columns:
    """Those of the connected sets that keep every rule of a district, with their costs."""
    parts = []
    for start in range(0, max(1, len(masks)), CHUNK):
        part = masks[start : start + CHUNK]
        matrix = sparse(part, block.n)
        ok = np.flatnonzero(block.allowed(matrix))
        parts.append(_costed(block, part[ok], matrix[ok]))
    return Columns.concatenated(parts)


def _costed(block: Block, masks: NDArray, matrix: csr_matrix) -> Columns:
    terms = block.objective.column_terms(_over_units(block, matrix), block.members)
    crosses = np.zeros(len(masks), dtype=bool)
    if block.townships is not None:
        crosses = ((matrix @ block.townships) > 0).sum(axis=1) > 1
    return Columns(block.n, masks, terms, crosses)


def columns_of_pool(block: Block, pool: Iterable[int]) -> Columns:
    """Columns from bit masks as Python integers (bit v: node v), as search keeps them."""
    words = words_for(block.n)
    data = b"".join(mask.to_bytes(8 * words, "little") for mask in pool)
    return columns_of(block, np.frombuffer(data, dtype="<u8").astype(np.uint64).reshape(-1, words))


def _over_units(block: Block, matrix: csr_matrix) -> csr_matrix:
    """Districts over nodes (c, n) -> over units (c, m)."""
    m = len(block.members)
    if m == block.n:
        return matrix  # each unit is its own node, in the same order
    return matrix @ csr_matrix((np.ones(m), (block.node, np.arange(m))), shape=(block.n, m))


def words_for(n: int) -> int:
    return (n + 63) // 64


def pack(sets: NDArray) -> NDArray:
    """(c, n) bool -> (c, words) bit masks."""
    c, n = sets.shape
    octets = np.zeros((c, 8 * words_for(n)), dtype=np.uint8)
    octets[:, : (n + 7) // 8] = np.packbits(sets, axis=1, bitorder="little")
    return octets.view("<u8").astype(np.uint64)


def unpack(masks: NDArray, n: int) -> NDArray:
    """(c, words) bit masks -> (c, n) bool."""
    octets = np.ascontiguousarray(masks, dtype="<u8").view(np.uint8).reshape(len(masks), 8 * words_for(n))
    return np.unpackbits(octets, axis=1, bitorder="little")[:, :n].view(bool)


def sparse(masks: NDArray, n: int) -> csr_matrix:
    """(c, words) bit masks -> (c, n) of ones."""
    indices, counts = [np.zeros(0, dtype=np.int32)], [np.zeros(1, dtype=np.int64)]
    for start in range(0, len(masks), CHUNK):
        sets = unpack(masks[start : start + CHUNK], n)
        flat = np.flatnonzero(sets)
        indices.append((flat % n).astype(np.int32))
        counts.append(np.bincount(flat // n, minlength=len(sets)))
    index = np.concatenate(indices)
    indptr = np.cumsum(np.concatenate(counts)).astype(np.int32)
    return csr_matrix((np.ones(len(index)), index, indptr), shape=(len(masks), n))
