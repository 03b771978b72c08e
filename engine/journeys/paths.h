// Paths: which ways customers take, step by step, as flows between nodes at places, whose columns add up.
//   in(node, place) = out(node, place)      sum of value over column 1 = all paths
//
// What a path is, where it begins and ends, and from which end steps are counted, says journeys/path_finder.h. A node
// is a name at a place, so loops never lead back.
// Counts    `value` and `n` are paths that took this link; `customers` counts a customer once a row. Column k leads
// from
//           the node at place k to the one at place k + 1, to "(end)", or from the last place to "(further)". With
//           direction=before, the columns still run with time: the last one leads to the last node, and a path comes
//           from "(start)" or, cut by the limit, from "(further)". At each place, the `top` commonest nodes keep their
//           names (ties: the alphabet); the others together are "(other)". Only identified customers.
// Unit      paths; share is in percent of all paths; median_seconds from the one node's time to the next one's.
// Empty     no path: no rows.
// Split     a path belongs to the group of the event from which its steps are counted.
// Merge     exact, any order. Median: exact up to 65,536 a link, within 0.4 % beyond.
// Cost      O(1) for each event up to the limit of steps; memory: journeys/path_links.h.
// Errors    bind: kInvalidArgument for a node that is no name, or a filter that cannot be read. check: kLimit beyond
//           PathLinks::kLinksMax links. load: kCorruption.
// Threads   const and safe.
// Source    paths and Sankey flows as product analytics draws them; runs keep their first time.
// Checked   all timelines of up to 5 events with all ties and random ones against a twin that writes every path as
//           text, and conservation, paths_test.cc; tests/oracles/paths.sql.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "journeys/path_finder.h"
#include "journeys/path_links.h"
#include "journeys/path_memo.h"
#include "measure/fold.h"

namespace sojourn {

class Paths {
 public:
  static constexpr int kStateVersion = 2;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kInRange;

  // Nodes that keep their names, by place: their codes, ascending.
  using Named = std::vector<std::vector<uint32_t>>;
  struct State {
    PathLinks links;
    int64_t missed = 0;  // Journeys without the start, end or anchor asked for.
    PathMemo<Named> named;
  };
  struct Scratch : PathScratch {
    mutable std::vector<std::pair<State*, uint32_t>> taken;  // The links of one customer, each once a state.
    mutable std::vector<uint32_t> set;
    std::vector<PathLinks::Length> lengths;  // Of one block.
    std::vector<uint32_t> begins;            // Of one customer's journeys,
    std::vector<uint32_t> links;             // and their links, each once;
    size_t links_taken = 0;                  // so many.
  };

  static Result<Paths> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void fold_dense(State& state, const Block& block, Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  Status check(const State& state) const;
  // By column, the commonest first.
  void finish(const State& state, Rows& rows) const;
  void finish_one(const State& own, const State& whole, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  struct Row {
    uint32_t column = 0;
    std::string from;
    std::string to;
    int64_t times = 0;
    int64_t customers = 0;
    QuantileSketch between;
  };

  // add_length(state, link, length) takes the lengths.
  template <class StateAt, class AddLength>
  void fold_slice(const Slice& slice, const Scratch& scratch, StateAt&& state_at, AddLength&& add_length) const;
  // The links of one path, added to scratch.taken too.
  template <class AddLength>
  void add_path(State& state, const Path& path, uint64_t customer, const Scratch& scratch,
                AddLength&& add_length) const;
  // Plain paths, from codes that lie side by side.
  template <class Code>
  void fold_codes(State& state, const Block& block, const Code* codes, Scratch& scratch) const;
  template <class Code>
  void add_journey(State& state, const Block& block, const Code* codes, size_t begin, size_t end, uint64_t customer,
                   Scratch& scratch) const;
  Named named_nodes(const State& state) const;
  // Links put together, in any order.
  std::vector<Row> rows_of(const PathLinks& links, const Named& named) const;
  Row new_row(uint32_t place, uint32_t from, uint32_t to) const;
  void add_rows(const State& state, const Named& named, Rows& rows) const;
  std::string node_text(uint32_t node) const;

  PathFinder finder_;
  PathLinks::Shape shape_;
  size_t top_ = 0;
};

MeasureDefinition paths_definition();

}  // namespace sojourn
