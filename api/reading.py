"""What every address that is read has in common: it asks what is known, on a day."""

from typing import Any

from rest_framework.request import Request
from typing_extensions import override

from api.known import Known
from api.strict import Strict


class Reading(Strict):
    """An address of what is known."""

    known: Known

    @override
    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.known = Known(request.user, self.asked)
