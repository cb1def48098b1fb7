# Python, on your server. Give the page only what these return.
import base64, hashlib, hmac, json


def _hmac(secret, text):
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256)


def user_hash(secret, user_id):
    return _hmac(secret, user_id).hexdigest()


def email_hash(secret, email, timestamp):
    return _hmac(secret, f"{email}:{timestamp}").hexdigest()


def identity_token(secret, claims):
    encode = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    part = lambda value: encode(json.dumps(value).encode())
    signed = part({"alg": "HS256", "typ": "JWT"}) + "." + part(claims)
    return signed + "." + encode(_hmac(secret, signed).digest())
