// Attribution: how much of the conversions, and of their money, each touch may claim, under seven models.
//   value(touch, model) = sum over conversions of the share that the model gives to the touch
//
// Which touches belong to a conversion: conversion_paths.h. How six models split one conversion: credit_split.h.
//   markov     credit of c = effect(c) / sum of effects * conversions with a touch; effect: what share of conversions a
//              Markov chain over the last `order` touches would lose without c (stats/absorbing_chain.h), learned from
//              paths that led to conversions and, with lost_paths, from those that did not. Its credit is divided among
//              stages by where the node's touches stood in the paths that it learned from, its revenue like its
//              conversions. A node that is only in lost paths may have an effect, and credit, too.
// For each model the credits of all touches and of "(none)", the conversions without any touch, add up to all
// conversions: exactly for six models, within rounding of a double for markov.
//
// Shows     credits: by touch. revenue: by touch and currency, value is money. stages: by stage of the touch and touch.
//           effort: by stage, the share of cost beside the share of credit; gap = cost_share - influence_share.
//           closer and groups: leaders.h.
// Counts    n: conversions whose path the touch is in; customers: theirs. Identified customers only; cost is that of
//           all touches in the range, also of unperceived ones, of nobody known, and of those that led nowhere. Those
//           without the node have no row: notes say how many they are, and what they cost (nameless_costs.h).
// Unit      conversions; money in whole units of its currency; return = credited revenue / cost.
// Empty     no conversions: none, with the reason. Money of several currencies in one row: none, see show=revenue.
// Split     a conversion, its credits and its revenue belong to the group of the conversion's (first) event, a cost to
//           that of its touch, a lost path to that of its last touch.
// Merge     exact, any order. Cost: O(1) an event, O(nodes * models) a conversion, O(touches) for time_decay, for stages
//           and with the direct rule; state: touches and steps that occur, at most PathTransitions::kStepsMax of them.
// Errors    bind: kInvalidArgument for filters, node and shares. check: kLimit for markov beyond that; with model=all
//           its figures are none, with the reason. load: kCorruption.
// Threads   const and safe; a Scratch belongs to one thread.
// Source    Anderl, Becker, von Wangenheim, Schumann, Int. J. Research in Marketing 33, 2016; those of credit_split.h.
// Checked   brute force over all timelines of up to 5 events and over random ones, attribution_test.cc;
//           tests/oracles/attribution.sql.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attribution/nameless_costs.h"
#include "attribution/path_transitions.h"
#include "attribution/touch_credits.h"

namespace sojourn {

class Attribution {
 public:
  static constexpr int kStateVersion = 2;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kUntilEnd;

  enum class Show : unsigned char { kCredits, kRevenue, kStages, kEffort };

  struct State {
    ConversionTotals led;   // Conversions with a touch.
    ConversionTotals none;  // Those without.
    TouchCredits touches;
    PathTransitions transitions;  // Of the Markov model.
    int64_t lost = 0;             // Paths that it learned from as lost.
    int64_t open = 0;             // Those of them that may still convert.
    int64_t unperceived = 0;
    int64_t shortened = 0;
    int64_t large_amounts = 0;
    NamelessCosts nameless;
  };
  struct Room {
    ConversionPaths::Room paths;
    NodeWindow nodes;  // Of the path.
    std::vector<Takings> takings;
    CreditSplit::Room split;
    std::vector<uint32_t> places;  // Of the path's touches, or its nodes, among the entries.
    std::vector<int64_t> starts;  // By touch of the line: paths that begin there, less those whose last step is before.
    size_t starts_begin = 0;
    size_t starts_end = 0;
  };
  struct Scratch {
    ConversionPaths::Scratch paths;
    EventBits costs;
    EventBits asides;  // Costs or unperceived touches in the range.
    bool any_asides = false;
    EventBits wanted;
    mutable Room room;  // Reused; a Scratch belongs to one thread.
  };

  static Result<Attribution> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  Status check(const State& state) const;
  void finish(const State& state, Rows& rows) const;
  // For drill-down: the same rows and counts, without the figures of the Markov model.
  void finish_all(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  friend class AttributionRows;
  bool by_stage() const { return show_ == Show::kStages || show_ == Show::kEffort; }
  uint32_t stage_of(const Block& block, uint32_t event) const {
    return by_stage() ? block.column(stage_).codes[event] : 0;
  }
  // May what is counted be added up by node, for all paths of a customer together?
  bool by_node() const { return paths_.stretches() && !by_stage(); }
  void add_asides(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void add_lost(const Slice& slice, Groups<State>& groups, Room& room) const;
  void read_takings(const Block& block, const ConversionPath& path, State& state, std::vector<Takings>& takings) const;
  void add_conversion(const Slice& slice, const ConversionPath& path, State& state, Room& room) const;
  void add_by_touch(const Slice& slice, const ConversionPath& path, uint64_t conversion, State& state,
                    Room& room) const;
  void add_by_node(const Slice& slice, const ConversionPath& path, uint64_t conversion, State& state, Room& room) const;
  void add_credits(CreditModel model, State& state, const Room& room) const;
  // Why the Markov model has no figures where it met too many different steps.
  std::string too_many_steps() const;
  // The Markov model of order 1 learns a customer's paths together: keeps the steps of one; adds them to the state.
  void keep_steps(const ConversionPath& path, State& state, Room& room) const;
  void flush_steps(State& state, Room& room) const;

  Show show_ = Show::kCredits;
  ConversionPaths paths_;
  CreditSplit split_;
  std::vector<CreditModel> models_;  // Without markov.
  bool markov_ = false;
  bool lost_paths_ = true;
  int order_ = 1;
  uint32_t nodes_ = 0;     // Names known when bound.
  std::string node_name_;  // Of the field.
  ColumnId stage_ = 0;
  ColumnId amount_ = 0;
  ColumnId currency_ = 0;
  ColumnId cost_ = 0;
  std::shared_ptr<const Predicate> has_cost_;
  std::shared_ptr<Names> stages_;
  std::shared_ptr<Names> currencies_;
};

MeasureDefinition attribution_definition();

}  // namespace sojourn
