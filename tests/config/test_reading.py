from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.addresses import client_address
from accounts.models import User
from config import urls
from config.reading import may_read

pytestmark = pytest.mark.django_db


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("read")


class Endpoint(APIView):
    def get(self, request: Any) -> Response:
        return Response("read")

    post = get


urlpatterns = [
    path("page", page),
    path("endpoint", Endpoint.as_view()),
    path("", include(urls.urlpatterns)),
]
with_views = pytest.mark.urls(__name__)
LOGIN = "/accounts/login/?next=/page"


@with_views
def test_open_reading_lets_a_stranger_at_this_machine_read(client: Client) -> None:
    assert client.get("/page").content == b"read"
    assert client.head("/page").status_code == 200
    assert client.get("/endpoint").json() == "read"


@with_views
def test_open_reading_lets_no_stranger_write(client: Client) -> None:
    assert client.post("/page").headers["Location"] == LOGIN
    assert client.post("/endpoint").status_code == 401


@with_views
@pytest.mark.usefixtures("closed")
def test_closed_reading_sends_a_stranger_to_the_login(client: Client) -> None:
    assert client.get("/page").headers["Location"] == LOGIN
    assert client.get("/endpoint").status_code == 401


@with_views
@pytest.mark.usefixtures("closed")
def test_people_who_signed_in_read(client: Client) -> None:
    client.force_login(User.objects.create(username="a"))
    assert client.get("/page").content == b"read"
    assert client.get("/endpoint").json() == "read"
    assert client.post("/endpoint").status_code == 403


@with_views
@pytest.mark.parametrize(
    "extra",
    [
        {"REMOTE_ADDR": "10.0.0.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_FORWARDED_HOST": "slipwatch.example.org"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
    ],
)
def test_a_request_that_came_from_elsewhere_needs_a_login(
    client: Client, extra: dict[str, str]
) -> None:
    assert client.get("/page", **extra).headers["Location"] == LOGIN  # type: ignore[arg-type]
    assert client.get("/endpoint", **extra).status_code == 401  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["/admin/", "/admin/accounts/user/", "/admin/nowhere/"])
def test_the_admin_is_never_open(client: Client, address: str) -> None:
    assert client.get(address).status_code == 302


@pytest.mark.usefixtures("closed")
def test_the_open_list_is_the_login_and_the_health_check(client: Client) -> None:
    assert client.get("/healthz").json() == {"database": "ok"}
    assert client.get("/accounts/login/").status_code == 200


def test_may_read_is_about_reading_alone(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    assert may_read(request)
    assert not may_read(rf.post("/"))
    assert not may_read(rf.delete("/"))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "meant"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 7.7.7.7", "7.7.7.7"),
        (2, "6.6.6.6, 7.7.7.7", "6.6.6.6"),
        (3, "6.6.6.6, 7.7.7.7", "10.0.0.1"),
    ],
)
def test_logins_are_throttled_by_the_address_our_own_proxies_saw(
    rf: RequestFactory, settings: Any, proxies: int, forwarded: str, meant: str
) -> None:
    settings.PROXIES = proxies
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == meant


def test_guessing_passwords_is_slowed_down(client: Client) -> None:
    User.objects.create_superuser("a", password="right")
    for _ in range(5):
        client.post("/admin/login/", {"username": "a", "password": "wrong"})
    right = {"username": "a", "password": "right"}
    assert client.post("/admin/login/", right).status_code == 429
    elsewhere = client.post("/admin/login/?next=/healthz", right, REMOTE_ADDR="10.0.0.9")
    assert elsewhere.headers["Location"] == "/healthz"
