// The interface of <openssl/evp.h> loads OpenSSL's providers and its configuration before the first
// hash: a millisecond and two megabytes, as much as all else that a short run needs. The one used
// here has neither; OpenSSL 3 calls it deprecated and keeps it.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "base/hash.hpp"

#include <openssl/sha.h>

namespace lockstep {

struct Sha256::Context {
    SHA256_CTX sha{};

    Context() { SHA256_Init(&sha); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;

Sha256& Sha256::add(std::string_view text) {
    SHA256_Update(&context_->sha, text.data(), text.size());
    return *this;
}

Digest Sha256::finish() {
    Digest digest{};
    SHA256_Final(digest.data(), &context_->sha);
    SHA256_Init(&context_->sha);
    return digest;
}

Digest sha256(std::string_view text) {
    return Sha256{}.add(text).finish();
}

std::string to_hex(Digest const& digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * digest.size());
    for (auto const byte : digest) {
        hex += digits[byte / 16];
        hex += digits[byte % 16];
    }
    return hex;
}

}  // namespace lockstep
