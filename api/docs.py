"""The description of the API, and its page for people: Swagger UI from our own static files."""

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api.parameters import Parameter
from api.strict import Strict

SCRIPT = Parameter("script", "", "no value", "The script of the page instead of the page.", {})


class Schema(Strict, SpectacularAPIView):
    """The OpenAPI file: YAML, or JSON for whoever accepts that alone."""


# Swagger UI draws its arrows from images within its stylesheet.
@method_decorator(csp_update({"img-src": ["data:"]}), name="dispatch")
class Docs(Strict, SpectacularSwaggerSplitView):
    """The page for people. Nothing on it comes from elsewhere, and no script stands in it."""

    template_name = "api/docs.html"
    url_name = "api:schema"
    taken = (SCRIPT,)
