#pragma once

#include <map>

#include "relay/nameless_file.hpp"
#include "relay/spill.hpp"

namespace lockstep::relay {

/// A file for each transaction that is streamed before it ends: `length:4 message` for each
/// message, in the machine's own byte order.
class FileSpill : public Spill {
public:
    void append(Xid transaction, std::string_view message) override;
    void replay(Xid transaction,
                std::function<void(std::string_view message)> const& each) override;
    void drop(Xid transaction) override { files_.erase(transaction); }

private:
    std::map<Xid, NamelessFile> files_;
};

}  // namespace lockstep::relay
