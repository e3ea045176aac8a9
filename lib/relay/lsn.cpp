#include "relay/lsn.hpp"

#include <charconv>
#include <chrono>

#include <fmt/core.h>

namespace lockstep::relay {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// One half of an LSN. `from_chars` takes no sign for an unsigned number, and no `0x`.
std::optional<std::uint32_t> parse_half(std::string_view text) {
    std::uint32_t half = 0;
    auto const* const end = text.data() + text.size();
    auto const [stopped, error] = std::from_chars(text.data(), end, half, 16);
    if (text.size() > 8 || error != std::errc{} || stopped != end) {
        return std::nullopt;
    }
    return half;
}

/// Takes a timestamp apart from the left; what does not fit makes it `bad`.
class TimeReader {
public:
    explicit TimeReader(std::string_view text) : rest_(text) {}

    bool bad() const { return bad_; }
    bool at_end() const { return rest_.empty(); }

    /// Is `c` next? Then it is taken.
    bool takes(char c) {
        bool const there = !rest_.empty() && rest_.front() == c;
        rest_.remove_prefix(there ? 1 : 0);
        return there;
    }

    void expect(char c) { bad_ |= !takes(c); }

    /// A number of so many digits, at most `largest`.
    int number(std::size_t least, std::size_t most, int largest) {
        std::size_t digits = 0;
        int value = 0;
        while (digits < most && digits < rest_.size() && is_digit(rest_[digits])) {
            value = value * 10 + (rest_[digits] - '0');
            ++digits;
        }
        bad_ |= digits < least || value > largest;
        rest_.remove_prefix(digits);
        return value;
    }

    /// Up to six digits after the point, as microseconds.
    int fraction() {
        auto const before = rest_.size();
        int value = number(1, 6, 999'999);
        for (auto digits = before - rest_.size(); digits < 6; ++digits) {
            value *= 10;
        }
        return value;
    }

private:
    std::string_view rest_;
    bool bad_ = false;
};

/// `+01`, `-03:30`, `+00:19:32`: seconds that the clock there is ahead.
int zone(TimeReader& in) {
    bool const west = in.takes('-');
    if (!west) {
        in.expect('+');
    }
    int seconds = in.number(2, 2, 15) * 3600;
    if (in.takes(':')) {
        seconds += in.number(2, 2, 59) * 60;
        if (in.takes(':')) {
            seconds += in.number(2, 2, 59);
        }
    }
    return west ? -seconds : seconds;
}

}  // namespace

std::optional<Lsn> parse_lsn(std::string_view text) {
    auto const slash = text.find('/');
    if (slash == std::string_view::npos) {
        return std::nullopt;
    }
    auto const high = parse_half(text.substr(0, slash));
    auto const low = parse_half(text.substr(slash + 1));
    if (!high || !low) {
        return std::nullopt;
    }
    return Lsn{std::uint64_t{*high} << 32U | *low};
}

std::string to_string(Lsn lsn) {
    return fmt::format("{:X}/{:X}", lsn.value >> 32U, lsn.value & 0xFFFF'FFFFU);
}

std::optional<PgTime> parse_time(std::string_view text) {
    using namespace std::chrono;
    TimeReader in(text);
    year const in_year{in.number(4, 5, 32'767)};
    in.expect('-');
    month const in_month{static_cast<unsigned>(in.number(2, 2, 12))};
    in.expect('-');
    day const on_day{static_cast<unsigned>(in.number(2, 2, 31))};
    in.expect(' ');
    auto time = hours(in.number(2, 2, 23)) + minutes(0) + seconds(0) + microseconds(0);
    in.expect(':');
    time += minutes(in.number(2, 2, 59));
    in.expect(':');
    time += seconds(in.number(2, 2, 59));
    time += microseconds(in.takes('.') ? in.fraction() : 0);
    time -= seconds(zone(in));
    year_month_day const date{in_year, in_month, on_day};
    if (in.bad() || !in.at_end() || !date.ok()) {
        return std::nullopt;
    }
    constexpr sys_days epoch{year{2000} / 1 / 1};
    return PgTime{microseconds(sys_days(date) - epoch + time).count()};
}

}  // namespace lockstep::relay
