"""Who wants which of the trainings on their way: a class may share one, and one of them may leave."""

from collections.abc import Callable


class Wishes:
    """For each training on its way, who asked for it, and whether they still do."""

    def __init__(self) -> None:
        self._asked: dict[str, dict[str, bool]] = {}

    def __len__(self) -> int:
        return len(self._asked)

    def add(self, job_id: str, visitor: str) -> None:
        """Note that a visitor wants a training."""
        self._asked.setdefault(job_id, {})[visitor] = True

    def withdraw(self, job_id: str, visitor: str) -> bool:
        """Note that a visitor wants a training no more; True if they had asked and now nobody wants it."""
        asked = self._asked.get(job_id, {})
        if visitor not in asked:
            return False
        asked[visitor] = False
        return not any(asked.values())

    def forget(self, job_id: str) -> None:
        """Forget a training that has ended."""
        self._asked.pop(job_id, None)

    def only(self, job_id: str) -> str | None:
        """Name the one visitor who wants a training; None where there is nobody, or more."""
        wanted = [visitor for visitor, still in self._asked.get(job_id, {}).items() if still]
        return wanted[0] if len(wanted) == 1 else None

    def of(self, visitor: str, is_live: Callable[[str], bool]) -> str | None:
        """Name the training that a visitor wants and that is live, or None."""
        mine = (job_id for job_id, asked in self._asked.items() if asked.get(visitor))
        return next((job_id for job_id in mine if is_live(job_id)), None)
