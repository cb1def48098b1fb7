<?php
// PHP, on your server. Give the page only what these return.

function user_hash(string $secret, string $user_id): string {
    return hash_hmac('sha256', $user_id, $secret);
}

function email_hash(string $secret, string $email, int $timestamp): string {
    return hash_hmac('sha256', "$email:$timestamp", $secret);
}

function identity_token(string $secret, array $claims): string {
    $encode = fn(string $data) => rtrim(strtr(base64_encode($data), '+/', '-_'), '=');
    $signed = $encode(json_encode(['alg' => 'HS256', 'typ' => 'JWT'])) . '.' . $encode(json_encode($claims));
    return $signed . '.' . $encode(hash_hmac('sha256', $signed, $secret, true));
}
