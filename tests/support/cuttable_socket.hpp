#pragma once

#include <chrono>
#include <memory>
#include <string>

namespace lockstep::tests {

/// The network to a server: clients that connect through `folder()` reach it, until it is cut.
class CuttableSocket {
public:
    /// `server`: the unix socket of a PostgreSQL.
    explicit CuttableSocket(std::string server);
    ~CuttableSocket();
    CuttableSocket(CuttableSocket const&) = delete;
    CuttableSocket& operator=(CuttableSocket const&) = delete;

    /// What libpq takes as `host`; the port is 5432.
    std::string folder() const;
    /// Ends all connections, and takes no new ones.
    void cut();
    /// Nothing comes through any more, and nobody is told: as when a cable is pulled.
    void freeze();
    /// The server's side ends; what clients say is still taken.
    void half_close();
    /// Each piece takes so long from now on.
    void delay(std::chrono::milliseconds by);
    /// New connections are taken, and what was frozen or slow goes on.
    void mend();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace lockstep::tests
