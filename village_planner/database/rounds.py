"""The review rounds of a plan in the file: opened with a snapshot, signed, closed for good. The rules are core's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Optional

from ..core.messages import Message
from ..core.review import rounds
from ..core.review.round_rules import RETURNED, RoundRules, load_round_rules
from ..core.review.rounds import PLANNED, Participant, Review, Round, SignOff, Standing
from ..paths import catalogue_files
from .catalogues import Catalogues
from .clock import now
from .snapshots import Snapshots

COLUMNS = (
    "number",
    "stage",
    "name",
    "status",
    "outcome",
    "participants",
    "agenda",
    "held",
    "due",
    "opened",
    "closed",
    "snapshot_id",
    "note",
)
NUMERALS = "零一二三四五六七八九十"
PASSED_COPY = "通过稿"  # the plan as a round passed it


class Rounds(Snapshots, Catalogues):
    """A round that is planned is kept only as far as a person changed what the catalogue says of its stage."""

    def round_rules(self) -> RoundRules:
        """The catalogue of rounds: the county's own, else the shipped one. InputError where it is at fault."""
        return load_round_rules(*catalogue_files("review_rounds"), self.read_catalogue("review_rounds"))

    def review(self, plan_id: int, rules: Optional[RoundRules] = None) -> Review:
        """The rounds of a plan, held, open and to come, and what was signed. InputError unknown_plan.

        rules  by which the rounds to come are planned; None: the county's
        """
        return rounds.scheduled(self._rounds_kept(plan_id), (rules or self.round_rules()).stages)

    # ---- transitions
    def open_round(
        self,
        plan_id: int,
        number: int,
        broken: Sequence[Message] = (),
        tables: Optional[Mapping[str, Any]] = None,
        who: str = "",
    ) -> Round:
        """Open a round, and freeze the plan as its material.

        broken  broken rules of the plan (`core.review.dossier`)      tables  kept with the snapshot, as JSON can hold
        InputError as `core.review.rounds.open_round`.
        """
        plan_id = int(plan_id)
        with self.transaction():
            review, rules = self.review(plan_id), self.round_rules()
            after = rounds.open_round(review, rules, number, self._standing(plan_id, number, broken), now())
            item = after.round(number)
            snapshot = self.save_snapshot(plan_id, round_title(item), round=number, tables=dict(tables or {}))
            item = replace(item, snapshot_id=snapshot)
            self._keep_round(plan_id, item, after)
            self._set_status(plan_id, after.status)
            told = {"plan": plan_id, "round": number, "name": item.name, "due": item.due, "snapshot": snapshot}
            self.record(who, "open round", None, {**told, "status": after.status})
        return item

    def close_round(
        self,
        plan_id: int,
        number: int,
        outcome: str,
        broken: Sequence[Message] = (),
        note: str = "",
        who: str = "",
    ) -> Review:
        """Close a round for good; one that is returned is planned again as the next.

        One that is passed freezes the plan once more: what it passed, with the changes made in it.
        InputError as `core.review.rounds.close_round`.
        """
        plan_id = int(plan_id)
        with self.transaction():
            review, rules = self.review(plan_id), self.round_rules()
            standing = self._standing(plan_id, number, broken)
            after = rounds.close_round(review, rules, number, outcome, standing, now(), note)
            if outcome == RETURNED:  # opinions that were given for a round to come go with it
                for item in reversed(review.rounds):
                    if item.status == PLANNED:
                        self._run(
                            "UPDATE opinion SET round = ? WHERE plan_id = ? AND round = ?",
                            [item.number + 1, plan_id, item.number],
                        )
            item = after.round(number)
            self._keep_round(plan_id, item, after)
            self._set_status(plan_id, after.status)
            told = {"plan": plan_id, "round": number, "name": item.name, "outcome": outcome, "note": item.note}
            if outcome != RETURNED:
                told["snapshot"] = self.save_snapshot(plan_id, f"{round_title(item)} {PASSED_COPY}", round=number)
            self.record(who, "close round", None, {**told, "status": after.status})
        return after

    def change_round(self, plan_id: int, number: int, who: str = "", **values: Any) -> Round:
        """Set participants, agenda, held, due or note of a round that is not closed; recorded.

        InputError as `core.review.rounds.change_round`.
        """
        plan_id = int(plan_id)
        with self.transaction():
            before = self.review(plan_id)
            after = rounds.change_round(before, number, **values)
            old, item = before.round(number), after.round(number)
            if old == item:
                return item
            kept = item
            if item.status == PLANNED:  # only what was changed by hand: the rest follows the catalogue
                stored = next((one for one in self._rounds_kept(plan_id).rounds if _same(one, item)), None)
                kept = replace(stored or Round(number, item.stage, item.name), number=number, **_given(values))
            self._keep_round(plan_id, kept, after)
            changed = [name for name in values if getattr(old, name) != getattr(item, name)]
            place = {"plan": plan_id, "round": number, "name": item.name}
            self.record(
                who,
                "change round",
                {**place, **{name: _plain(getattr(old, name)) for name in changed}},
                {**place, **{name: _plain(getattr(item, name)) for name in changed}},
            )
        return item

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
        """Put down a signature, in place of an earlier one of that participant; recorded.

        signed_by  empty: not named, where the catalogue allows it      given  ISO date, empty: today
        InputError as `core.review.rounds.sign`.
        """
        plan_id = int(plan_id)
        signed = SignOff(number, participant, verdict, signed_by.strip(), given or now()[:10], note)
        with self.transaction():
            review = self.review(plan_id)
            rounds.sign(review, signed, self.round_rules().signer_required)
            before = review.signed(number).get(participant)
            self._run(
                "INSERT INTO sign_off (plan_id, round, participant, verdict, signed_by, given, note) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (plan_id, round, participant) DO UPDATE SET "
                "verdict = excluded.verdict, signed_by = excluded.signed_by, given = excluded.given, "
                "note = excluded.note",
                [plan_id, number, participant, verdict, signed.signed_by, signed.given, note],
            )
            self.record(who, "sign", _signature(plan_id, before), _signature(plan_id, signed))
        return signed

    def withdraw_signature(self, plan_id: int, number: int, participant: str, who: str = "") -> None:
        """Take a signature back; the record keeps it. InputError as `core.review.rounds.withdraw`."""
        plan_id = int(plan_id)
        with self.transaction():
            review = self.review(plan_id)
            rounds.withdraw(review, number, participant)
            self._run(
                "DELETE FROM sign_off WHERE plan_id = ? AND round = ? AND participant = ?",
                [plan_id, number, participant],
            )
            place = {"plan": plan_id, "round": number, "participant": participant}
            self.record(who, "withdraw signature", _signature(plan_id, review.signed(number)[participant]), place)

    def withdraw_approval(self, plan_id: int, who: str = "") -> Review:
        """Make an approved plan a draft again whose last stage is held once more; recorded.

        InputError as `core.review.rounds.withdraw_approval`.
        """
        plan_id = int(plan_id)
        with self.transaction():
            review = self.review(plan_id)
            after = rounds.withdraw_approval(review, self.round_rules().stages)
            for item in after.rounds[
                len(review.rounds) :
            ]:  # all that is not by the catalogue: that it is planned again
                if item.stage == review.rounds[-1].stage:
                    self._keep_round(plan_id, Round(item.number, item.stage, item.name), after)
            self._set_status(plan_id, after.status)
            self.record(
                who,
                "withdraw approval",
                {"plan": plan_id, "status": review.status},
                {"plan": plan_id, "status": after.status},
            )
        return after

    def archive_plan(self, plan_id: int, away: bool = True, who: str = "") -> None:
        """Put a plan into the archive or take it out; recorded. InputError archived_plan, round_open."""
        plan_id = int(plan_id)
        with self.transaction():
            review = self.review(plan_id)
            after = rounds.archive(review) if away else rounds.take_out(review)
            self._set_status(plan_id, after.status)
            what = "archive plan" if away else "take plan out of the archive"
            self.record(
                who, what, {"plan": plan_id, "status": review.status}, {"plan": plan_id, "status": after.status}
            )

    def standing(self, plan_id: int, number: int, broken: Sequence[Message] = ()) -> Standing:
        """How the plan stands for a round: what its opinions lack, and the broken rules that the caller found."""
        return self._standing(int(plan_id), number, broken)

    # ---- inside
    def _rounds_kept(self, plan_id: int) -> Review:
        """What the file holds."""
        status = self.plan(str(int(plan_id))).status
        rows = self.read_table("round", plan_id=int(plan_id)).sort_values("number")
        signed = self.read_table("sign_off", plan_id=int(plan_id))
        return Review(
            status,
            tuple(_round(row) for row in rows.to_dict("records")),
            tuple(_sign_off(row) for row in signed.to_dict("records")),
        )

    def _standing(self, plan_id: int, number: int, broken: Sequence[Message]) -> Standing:
        opinions = self.read_table("opinion", plan_id=plan_id).sort_values("number")
        opinions = opinions[opinions["withdrawn"].fillna("") == ""]
        loose = opinions[opinions["round"].isna() & (opinions["decision"].fillna("").str.strip() == "")]
        opinions = opinions[opinions["round"].isin(rounds.carried(self._rounds_kept(plan_id), number))]
        lacking = {name: opinions[name].fillna("").str.strip() == "" for name in ("decision", "reply")}
        numbers = {name: tuple(map(int, opinions["number"][empty])) for name, empty in lacking.items()}
        drawn = not self.read_table("assignment", plan_id=plan_id).empty
        return Standing(drawn, tuple(broken), numbers["decision"], numbers["reply"], tuple(map(int, loose["number"])))

    def _keep_round(self, plan_id: int, item: Round, after: Review) -> None:
        """Write a round, and let those still planned have the numbers of the review."""
        numbers = {one.stage: one.number for one in after.rounds if one.status == PLANNED}
        planned = [one for one in self._rounds_kept(plan_id).rounds if one.status == PLANNED and not _same(one, item)]
        self._run("DELETE FROM round WHERE plan_id = ? AND status = ?", [plan_id, PLANNED])
        again = [replace(one, number=numbers[one.stage]) for one in planned if one.stage in numbers]
        for one in (item, *again):
            values = [_cell(getattr(one, column)) for column in COLUMNS]
            updated = ", ".join(f'"{column}" = excluded."{column}"' for column in COLUMNS)
            self._run(
                f"INSERT INTO round (plan_id, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)}) "
                f"ON CONFLICT (plan_id, number) DO UPDATE SET {updated}",
                [plan_id, *values],
            )

    def _set_status(self, plan_id: int, status: str) -> None:
        self._run("UPDATE plan SET status = ? WHERE id = ?", [status, plan_id])


def round_title(item: Round) -> str:
    """What a round is called in what is handed in, e.g. 第一轮 部门联合会审."""
    number = NUMERALS[item.number] if item.number < len(NUMERALS) else str(item.number)
    return f"第{number}轮 {item.name}"


def _same(one: Round, other: Round) -> bool:
    """Whether a stored planned round is the one to come of that stage."""
    return one.status == PLANNED and one.stage == other.stage


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if name == "participants" else value for name, value in values.items()}


def _sign_off(row: Any) -> SignOff:
    return SignOff(
        int(row["round"]), row["participant"], row["verdict"], row["signed_by"] or "", row["given"], row["note"] or ""
    )


def _round(row: Any) -> Round:
    texts = {
        name: row[name] if isinstance(row[name], str) else ""
        for name in map(str, COLUMNS)
        if name not in ("number", "participants", "snapshot_id")
    }
    people = json.loads(row["participants"]) if isinstance(row["participants"], str) and row["participants"] else []
    snapshot = row["snapshot_id"]
    return Round(
        number=int(row["number"]),
        participants=tuple(Participant(one["name"], one.get("kind", "")) for one in people),
        snapshot_id=None if snapshot is None or snapshot != snapshot else int(snapshot),
        **texts,
    )


def _plain(value: Any) -> Any:
    """As JSON holds it."""
    return [{"name": one.name, "kind": one.kind} for one in value] if isinstance(value, tuple) else value


def _cell(value: Any) -> Any:
    return json.dumps(_plain(value), ensure_ascii=False) if isinstance(value, tuple) else value


def _signature(plan_id: int, signed: Optional[SignOff]) -> Optional[dict[str, Any]]:
    if signed is None:
        return None
    return {
        "plan": plan_id,
        "round": signed.round,
        "participant": signed.participant,
        "verdict": signed.verdict,
        "signed_by": signed.signed_by,
        "given": signed.given,
        "note": signed.note,
    }
