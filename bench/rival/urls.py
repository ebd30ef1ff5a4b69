"""Addresses of the rival, and nothing else."""

from rest_framework.routers import SimpleRouter

from bench.rival.views import Deals

router = SimpleRouter()
router.register("deals", Deals)
urlpatterns = router.urls
