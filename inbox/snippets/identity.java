// Java, on your server. Give the page only what these return.
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

class Identity {
    static byte[] sign(String secret, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    static String userHash(String secret, String userId) throws Exception {
        return HexFormat.of().formatHex(sign(secret, userId));
    }

    static String emailHash(String secret, String email, long timestamp) throws Exception {
        return HexFormat.of().formatHex(sign(secret, email + ":" + timestamp));
    }

    /** The claims as JSON, by whatever library you use. */
    static String identityToken(String secret, String claims) throws Exception {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String header = encoder.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        String signed = header + "." + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return signed + "." + encoder.encodeToString(sign(secret, signed));
    }
}
