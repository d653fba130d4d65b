"""The addresses of signing in and of one's own account: of allauth's pages those that are needed, under our own names."""

from allauth.account import views as allauth
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as directory
from django.urls import path

from . import views

urlpatterns = [
    path("login/", allauth.login, name="account_login"),
    path("login/code/", factors.authenticate, name="mfa_authenticate"),
    path("logout/", views.require_POST(allauth.logout), name="account_logout"),
    path("set-up/", views.set_up, name="set-up"),
    path("directory/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("directory/<slug:provider_id>/", directory.login, name="openid_connect_login"),
    path("directory/<slug:provider_id>/back/", directory.callback, name="openid_connect_callback"),
    # proving again who one is
    path("prove/", allauth.reauthenticate, name="account_reauthenticate"),
    path("prove/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("prove/key/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    # one's own account
    path("account/", views.account, name="account"),
    path("account/sessions/", views.end_sessions, name="end-sessions"),
    path("account/password/", views.ChangePassword.as_view(), name="password"),
    path("account/factors/", factors.index, name="mfa_index"),
    path("account/factors/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/factors/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/factors/keys/", factors.index, name="mfa_list_webauthn"),
    path("account/factors/keys/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("account/factors/keys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/factors/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/factors/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
