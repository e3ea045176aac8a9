#pragma once

#include <cstdint>
#include <map>
#include <queue>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "plan/operations.hpp"

namespace lockstep::plan {

using Node = std::uint32_t;

/// All operations, and which of them go before others.
class Graph {
public:
    Graph(Matched const& matched, Fate const& fate);

    std::vector<Operation> order();

protected:
    void put(Node first, Node second);
    Node drop_of(Index of_from) const;
    /// What gives an object its new form.
    Node provider(Index of_to) const;

    Matched const& matched_;
    Fate const& fate_;
    std::vector<Node> detaches_;
    std::vector<Node> drops_;     // of objects of `from`, by index
    std::vector<Node> asides_;    // likewise
    std::vector<Node> takes_;     // likewise
    std::vector<Node> alters_;    // likewise
    std::vector<Node> prepares_;  // of objects of `to`, by index
    std::vector<Node> makes_;     // of objects of `to`, by index
    std::vector<Node> links_;     // likewise

private:
    using Key = std::tuple<int, std::int64_t, std::int64_t, Node>;

    Node add_node(Act act, Index object);
    void add_nodes();
    void add_drops(Node renames);
    void add_alterations(Node renames);
    void add_creations(Node renames);
    void add_moves(Node renames);
    void place_columns();
    Key key(Node node) const;

    std::vector<Operation> operations_;
    std::vector<std::vector<Node>> followers_;
    std::vector<std::uint32_t> waits_for_;
    std::set<std::pair<Node, Node>> edges_;
    std::map<Index, Index> places_;  // of new columns, where their names are in another order
    std::set<Key> left_;
    std::priority_queue<Key, std::vector<Key>, std::greater<>> ready_;
};

/// The same, with the order in which tables come to those above them, and rows to new tables.
class LinkedGraph : public Graph {
public:
    using Graph::Graph;

protected:
    void add_edges_of_links();
    void put_unmatched_behind_links();
    void add_edges_of_takes();

private:
    void put_beside_link(Index part, Node link);
    void put_behind_parts(Index part, Index above);
    void put_beside_aside(Index part, Index aside);
    void put_beside_take(Index of_to, Index upper);
};

}  // namespace lockstep::plan
