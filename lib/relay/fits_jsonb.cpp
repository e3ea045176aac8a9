#include "relay/fits_jsonb.hpp"

#include <algorithm>

namespace lockstep::relay {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Looks at the text of a json value, which the server has found to be JSON, for what jsonb
/// refuses.
class JsonbCheck {
public:
    explicit JsonbCheck(std::string_view json) : json_(json) {}

    bool fits() {
        while (fits_ && at_ < json_.size()) {
            look_at_next();
        }
        return fits_;
    }

private:
    static constexpr int deepest = 500;
    // numeric holds 131,072 digits before the point and 16,383 behind it.
    static constexpr std::size_t longest_number = 6'000;
    static constexpr std::size_t longest_exponent = 4;

    void look_at_next() {
        char const c = json_[at_];
        if (c == '"') {
            string();
        } else if (c == '-' || is_digit(c)) {
            number();
        } else {
            depth_ += c == '{' || c == '[' ? 1 : 0;
            depth_ -= c == '}' || c == ']' ? 1 : 0;
            fits_ = depth_ <= deepest;
            ++at_;
        }
    }

    void number() {
        auto const start = at_;
        auto const end = std::min(json_.find_first_of(",]} \n\r\t", at_), json_.size());
        auto const text = json_.substr(start, end - start);
        auto const exponent = std::min(text.find_first_of("eE"), text.size());
        fits_ = text.size() <= longest_number && text.size() - exponent <= longest_exponent + 2;
        at_ = end;
    }

    void string() {
        ++at_;
        while (fits_ && at_ < json_.size() && json_[at_] != '"') {
            if (json_[at_] == '\\') {
                escape();
            } else {
                ++at_;
            }
        }
        ++at_;
    }

    void escape() {
        if (!rest().starts_with("\\u")) {
            at_ += 2;
            return;
        }
        auto const code = four_digits();
        if (code >= 0xD800 && code < 0xDC00) {
            auto const low = rest().starts_with("\\u") ? four_digits() : 0;
            fits_ = low >= 0xDC00 && low < 0xE000;
        } else {
            fits_ = code != 0 && (code < 0xDC00 || code >= 0xE000);
        }
    }

    // In a text that is no JSON an escape may reach beyond the end.
    std::string_view rest() const { return json_.substr(std::min(at_, json_.size())); }

    unsigned four_digits() {
        unsigned code = 0;
        for (char const c : json_.substr(at_ + 2, 4)) {
            auto const letter = static_cast<unsigned>(static_cast<unsigned char>(c) | 0x20U);
            code = code * 16 + (is_digit(c) ? letter - '0' : letter - 'a' + 10U);
        }
        at_ += 6;
        return code;
    }

    std::string_view json_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool fits_ = true;
};

}  // namespace

bool fits_jsonb(std::string_view json) {
    return JsonbCheck(json).fits();
}

}  // namespace lockstep::relay
