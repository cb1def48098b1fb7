# Ruby, on your server. Give the page only what these return.
require "base64"
require "json"
require "openssl"

def user_hash(secret, user_id)
  OpenSSL::HMAC.hexdigest("SHA256", secret, user_id)
end

def email_hash(secret, email, timestamp)
  OpenSSL::HMAC.hexdigest("SHA256", secret, "#{email}:#{timestamp}")
end

def identity_token(secret, claims)
  encode = ->(data) { Base64.urlsafe_encode64(data, padding: false) }
  signed = [{ alg: "HS256", typ: "JWT" }, claims].map { |part| encode.(part.to_json) }.join(".")
  "#{signed}.#{encode.(OpenSSL::HMAC.digest("SHA256", secret, signed))}"
end
