"""How people sign in: what allauth reads. Part of shop/settings.py, which takes it over whole."""

from shop import environment as env
from shop import identity

PROFILE = env.profile()
LOGIN_REDIRECT_URL = "account_home"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "shop.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# allauth offers to change the address for new accounts only, which tells that there was none: one begins anew instead.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
# Guesses are counted in the database (shop.accounts.limits); what allauth counts in the cache beside them is haste.
# How many proxies of ours stand before the shop: limits count visitors, not the proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("PROXIES", 0)
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_CHANGE_EMAIL = ACCOUNT_EMAIL_NOTIFICATIONS = ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "content:home"
ACCOUNT_FORMS = {
    "login": "shop.accounts.forms.LoginForm",
    "signup": "shop.accounts.forms.SignupForm",
    "reset_password": "shop.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "shop.accounts.forms.NewPasswordForm",
    "change_password": "shop.accounts.forms.ChangePasswordForm",
    "set_password": "shop.accounts.forms.SetPasswordForm",
    "add_email": "shop.accounts.forms.ChangeEmailForm",
    "reauthenticate": "shop.accounts.forms.ReauthenticateForm",
    "confirm_email_verification_code": "shop.accounts.forms.EmailCodeForm",
    "confirm_password_reset_code": "shop.accounts.forms.PasswordCodeForm",
    "confirm_login_code": "shop.accounts.forms.SignInCodeForm",
    "request_login_code": "shop.accounts.forms.LoginCodeForm",
}
# Other people's word for who somebody is: each with its keys only. An equal e-mail opens nothing by itself.
IDENTITY = identity.from_environment(PROFILE)
SOCIALACCOUNT_PROVIDERS = IDENTITY.providers
SOCIAL_ORIGINS = IDENTITY.origins
SOCIALACCOUNT_ADAPTER = "shop.accounts.social.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_LOGIN_ON_GET = SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_FORMS = {"signup": "shop.accounts.forms.SocialSignupForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PROFILE != "production"
MFA_ADAPTER = "shop.accounts.second_step.Adapter"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Ricochet"
MFA_FORMS = {
    "authenticate": "shop.accounts.forms.SecondStepForm",
    "reauthenticate": "shop.accounts.forms.SecondStepAgainForm",
    "activate_totp": "shop.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "shop.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "shop.accounts.forms.EditPasskeyForm",
}
