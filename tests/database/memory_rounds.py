"""Review rounds in memory; the rules are core's, as in the planning database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Optional

from village_planner.core.messages import Message
from village_planner.core.review import rounds
from village_planner.core.review.round_rules import RETURNED, RoundRules, load_round_rules
from village_planner.core.review.rounds import Review, Round, SignOff, Standing
from village_planner.paths import catalogue_files

NOW = "2026-11-29T08:00:00Z"


class MemoryRounds:
    """A part of `MemoryStore`, which has the rest: plans, schemes, snapshots, opinions and the record."""

    _kept: Any

    def round_rules(self) -> RoundRules:
        return load_round_rules(*catalogue_files("review_rounds"))

    def review(self, plan_id: int, rules: Optional[RoundRules] = None) -> Review:
        kept = self._kept.reviews.get(plan_id, Review("draft"))
        return rounds.scheduled(kept, (rules or self.round_rules()).stages)

    def standing(self, plan_id: int, number: int, broken: Sequence[Message] = ()) -> Standing:
        store: Any = self
        asked = rounds.carried(self.review(plan_id), number)
        standing = [one for one in store.opinions(plan_id) if not one.withdrawn]
        loose = tuple(one.number for one in standing if one.round is None and not one.decision)
        said = [one for one in standing if one.round in asked]
        undecided = tuple(one.number for one in said if not one.decision)
        unanswered = tuple(one.number for one in said if not one.reply.strip())
        drawn = any(store.scheme(plan_id, level).assignment for level in ("township", "village"))
        return Standing(drawn, tuple(broken), undecided, unanswered, loose)

    def open_round(
        self,
        plan_id: int,
        number: int,
        broken: Sequence[Message] = (),
        tables: Optional[Mapping[str, Any]] = None,
        who: str = "",
    ) -> Round:
        store: Any = self
        standing = self.standing(plan_id, number, broken)
        after = rounds.open_round(self.review(plan_id), self.round_rules(), number, standing, NOW)
        snapshot = store.save_snapshot(plan_id, f"round {number}", round=number, tables=tables)
        opened = replace(after.round(number), snapshot_id=snapshot)
        self._set(
            plan_id, replace(after, rounds=tuple(opened if one.number == number else one for one in after.rounds))
        )
        store.record(who, "open round")
        return opened

    def close_round(
        self,
        plan_id: int,
        number: int,
        outcome: str,
        broken: Sequence[Message] = (),
        note: str = "",
        who: str = "",
    ) -> Review:
        standing = self.standing(plan_id, number, broken)
        after = rounds.close_round(self.review(plan_id), self.round_rules(), number, outcome, standing, NOW, note)
        if outcome != RETURNED:
            store: Any = self
            store.save_snapshot(plan_id, f"round {number} passed", round=number)
        return self._done(plan_id, after, who, "close round")

    def change_round(self, plan_id: int, number: int, who: str = "", **values: Any) -> Round:
        after = rounds.change_round(self.review(plan_id), number, **values)
        return self._done(plan_id, after, who, "change round").round(number)

    def sign(
        self,
        plan_id: int,
        number: int,
        participant: str,
        verdict: str,
        signed_by: str = "",
        given: str = "",
        note: str = "",
        who: str = "",
    ) -> SignOff:
        signed = SignOff(number, participant, verdict, signed_by, given or NOW[:10], note)
        self._done(plan_id, rounds.sign(self.review(plan_id), signed), who, "sign")
        return signed

    def withdraw_signature(self, plan_id: int, number: int, participant: str, who: str = "") -> None:
        self._done(plan_id, rounds.withdraw(self.review(plan_id), number, participant), who, "withdraw signature")

    def withdraw_approval(self, plan_id: int, who: str = "") -> Review:
        after = rounds.withdraw_approval(self.review(plan_id), self.round_rules().stages)
        return self._done(plan_id, after, who, "withdraw approval")

    def archive_plan(self, plan_id: int, away: bool = True, who: str = "") -> None:
        review = self.review(plan_id)
        self._done(plan_id, rounds.archive(review) if away else rounds.take_out(review), who, "archive plan")

    def _done(self, plan_id: int, after: Review, who: str, what: str) -> Review:
        store: Any = self
        self._set(plan_id, after)
        store.record(who, what)
        return after

    def _set(self, plan_id: int, after: Review) -> None:
        self._kept.reviews[plan_id] = after
        self._kept.plans[plan_id] = replace(self._kept.plans[plan_id], status=after.status)
