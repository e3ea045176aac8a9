#pragma once

#include <memory>
#include <memory_resource>
#include <span>
#include <string_view>

namespace lockstep::schema {

/// Owns the bytes that the objects of a Schema view. Grows only, is freed as a whole; views into it
/// stay good for as long as it lives.
class Arena {
public:
    std::string_view keep(std::string_view text);

    template <typename T>
    requires std::is_trivially_destructible_v<T> std::span<T const> keep(std::span<T const> items) {
        auto* const bytes = memory_.allocate(items.size_bytes(), alignof(T));
        auto* const kept = static_cast<T*>(bytes);
        std::uninitialized_copy(items.begin(), items.end(), kept);
        return {kept, items.size()};
    }

private:
    std::pmr::monotonic_buffer_resource memory_;
};

}  // namespace lockstep::schema
