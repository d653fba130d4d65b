"""The addresses of signing in and of one's own account: of allauth's pages those that are needed, under our own names."""

from allauth.account import views as allauth
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as directory
from django.db import transaction
from django.urls import path

from . import views

whole = transaction.atomic  # a factor used or changed, and the line that tells of it: both or neither

urlpatterns = [
    path("login/", allauth.login, name="account_login"),
    path("login/code/", whole(factors.authenticate), name="mfa_authenticate"),
    path("logout/", views.require_POST(allauth.logout), name="account_logout"),
    path("set-up/", views.set_up, name="set-up"),
    path("directory/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("directory/<slug:provider_id>/", directory.login, name="openid_connect_login"),
    path("directory/<slug:provider_id>/back/", directory.callback, name="openid_connect_callback"),
    # proving again who one is
    path("prove/", allauth.reauthenticate, name="account_reauthenticate"),
    path("prove/code/", whole(factors.reauthenticate), name="mfa_reauthenticate"),
    path("prove/key/", whole(keys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    # one's own account
    path("account/", views.account, name="account"),
    path("account/sessions/", views.end_sessions, name="end-sessions"),
    path("account/password/", views.ChangePassword.as_view(), name="password"),
    path("account/factors/", factors.index, name="mfa_index"),
    path("account/factors/app/", whole(totp.activate_totp), name="mfa_activate_totp"),
    path("account/factors/app/remove/", whole(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/factors/keys/", factors.index, name="mfa_list_webauthn"),
    path("account/factors/keys/add/", whole(keys.add_webauthn), name="mfa_add_webauthn"),
    path("account/factors/keys/<key:pk>/remove/", whole(keys.remove_webauthn), name="mfa_remove_webauthn"),
    path("account/factors/codes/", whole(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/factors/codes/new/", whole(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
]
