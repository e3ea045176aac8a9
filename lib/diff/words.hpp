#pragma once

#include <string>
#include <string_view>

namespace lockstep::diff {

/// A piece of SQL text: an identifier or keyword, or what stands between.
struct Word {
    std::string_view text;
    bool is_name = false;

    /// The identifier without its quotes.
    std::string name() const;
};

/// The piece at the start of `text`, which is not empty. Names are found inside string constants
/// too, for there `nextval('public.orders_id_seq'::regclass)` has them.
Word first_word(std::string_view text);

template <typename Take>
void for_each_word(std::string_view text, Take take) {
    while (!text.empty()) {
        auto const word = first_word(text);
        take(word);
        text.remove_prefix(word.text.size());
    }
}

}  // namespace lockstep::diff
