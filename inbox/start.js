// Starts the inbox. The bundler puts the glue that wasm-bindgen wrote in place of "glue", and the
// address of the WASM in place of INBOX_WASM.
import init from "glue";

init({ module_or_path: INBOX_WASM });
