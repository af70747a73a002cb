"""The employers that a table names: found in the directory, told more of, or added in bulk."""

from typing import TYPE_CHECKING, Any

from pdpcli.rules.names import fold

if TYPE_CHECKING:
    from pdpcli.store.bulk import Bulk
    from pdpcli.store.open import Write

_COUNTED = ("naf", "naf_version", "size")
_KEPT = ("id", "name", "siret", "naf", "naf_version", "size", "member", "address", "phone",
         "occupational_doctor")  # fmt: skip
Said = dict[str, Any]


class BulkEmployers:
    """The directory, by folded name; ``told_more``: those of whom what is counted was empty."""

    def __init__(self, write: "Write", bulk: "Bulk") -> None:
        self._db, self._bulk = write.db, bulk
        self._by_name: dict[str, list[Said]] = {}
        self._folded: dict[str, str] = {}
        self.told_more: set[int] = set()
        for row in write.db.execute(f"SELECT folded, {', '.join(_KEPT)} FROM employer"):
            held = dict(row)
            self._by_name.setdefault(held.pop("folded"), []).append(held)

    def of(self, said: Said) -> Said | None:
        """The employer that ``said`` (by column) names, made when it is new; None: none is."""
        told = {column: value for column, value in said.items() if value is not None}
        if "name" not in told:
            return None
        folded, siret = self._fold(told["name"]), told.get("siret")
        for held in self._by_name.get(folded, ()):
            if not siret or not held["siret"] or held["siret"] == siret:
                self._tell(held, told)
                return held
        if told.get("naf") and not told.get("naf_version"):
            told["naf_version"] = "rev2"
        new = {**dict.fromkeys(_KEPT), **told}
        new["id"] = self._bulk.insert("employer", {**told, "folded": folded})
        self._by_name.setdefault(folded, []).append(new)
        return new

    def _tell(self, held: Said, told: Said) -> None:
        more = {column: value for column, value in told.items() if held[column] is None}
        if not more:
            return
        if more.get("naf") and not held["naf_version"]:
            more.setdefault("naf_version", "rev2")
        columns = ", ".join(f"{column} = :{column}" for column in more)
        self._db.execute(
            f"UPDATE employer SET {columns} WHERE id = :id", {**more, "id": held["id"]}
        )
        held.update(more)
        if set(_COUNTED) & more.keys():
            self.told_more.add(held["id"])

    def _fold(self, name: str) -> str:
        if name not in self._folded:
            self._folded[name] = fold(name)
        return self._folded[name]
