#pragma once

#include <atomic>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace lockstep::tests {

/// Several writers at random: inserts, updates, also of keys, deletes, large values, savepoints
/// that are rolled back, transactions that are, one that is larger than a batch, TRUNCATE, new
/// columns. What becomes of a transaction whose connection breaks they do not ask.
class RelayWorkload {
public:
    /// What the tables are made with.
    static std::string_view definitions();
    static std::vector<std::string> tables() { return {"items", "ledger", "notes"}; }

    RelayWorkload(std::string url, int writers, std::uint64_t seed);
    ~RelayWorkload() { stop(); }
    RelayWorkload(RelayWorkload const&) = delete;
    RelayWorkload& operator=(RelayWorkload const&) = delete;

    void stop();
    std::uint64_t committed() const { return committed_; }

private:
    void write(std::uint64_t seed);

    std::string url_;
    std::atomic<bool> is_over_{false};
    std::atomic<std::uint64_t> committed_{0};
    std::vector<std::thread> writers_;
};

}  // namespace lockstep::tests
