// Go, on your server. Give the page only what these return.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strconv"
)

func sign(secret, text string) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func UserHash(secret, userID string) string {
	return hex.EncodeToString(sign(secret, userID))
}

func EmailHash(secret, email string, timestamp int64) string {
	return hex.EncodeToString(sign(secret, email+":"+strconv.FormatInt(timestamp, 10)))
}

func IdentityToken(secret string, claims map[string]any) (string, error) {
	payload, err := json.Marshal(claims)
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(payload)
	return signed + "." + encode(sign(secret, signed)), err
}
