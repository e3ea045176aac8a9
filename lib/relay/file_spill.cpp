#include "relay/file_spill.hpp"

#include <cstring>

namespace lockstep::relay {

void FileSpill::append(Xid transaction, std::string_view message) {
    auto& file = files_[transaction];
    auto const length = static_cast<std::uint32_t>(message.size());
    char prefix[sizeof length];
    std::memcpy(prefix, &length, sizeof length);
    file.append({prefix, sizeof prefix});
    file.append(message);
}

void FileSpill::replay(Xid transaction, std::function<void(std::string_view message)> const& each) {
    auto const found = files_.find(transaction);
    if (found == files_.end()) {
        return;
    }
    auto& file = found->second;
    std::uint32_t length = 0;
    for (long at = 0; at < file.size();) {
        auto const prefix = file.read(at, sizeof length);
        std::memcpy(&length, prefix.data(), sizeof length);
        at += static_cast<long>(sizeof length);
        each(file.read(at, length));
        at += static_cast<long>(length);
    }
}

}  // namespace lockstep::relay
