#include "base/hash.hpp"

#include <stdexcept>

#include <fmt/core.h>
#include <openssl/evp.h>

namespace lockstep {

struct Sha256::Context {
    EVP_MD_CTX* evp = EVP_MD_CTX_new();

    Context() { restart(); }
    ~Context() { EVP_MD_CTX_free(evp); }
    Context(Context const&) = delete;
    Context& operator=(Context const&) = delete;

    void restart() {
        if (evp == nullptr || EVP_DigestInit_ex(evp, EVP_sha256(), nullptr) != 1) {
            throw std::runtime_error("OpenSSL offers no SHA-256");
        }
    }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;

Sha256& Sha256::add(std::string_view text) {
    EVP_DigestUpdate(context_->evp, text.data(), text.size());
    return *this;
}

Digest Sha256::finish() {
    Digest digest{};
    EVP_DigestFinal_ex(context_->evp, digest.data(), nullptr);
    context_->restart();
    return digest;
}

Digest sha256(std::string_view text) {
    return Sha256{}.add(text).finish();
}

std::string to_hex(Digest const& digest) {
    std::string hex;
    hex.reserve(2 * digest.size());
    for (auto const byte : digest) {
        hex += fmt::format("{:02x}", byte);
    }
    return hex;
}

}  // namespace lockstep
