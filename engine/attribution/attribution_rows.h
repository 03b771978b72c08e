// The rows of an attribution's answer, made from its state.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attribution/attribution.h"

namespace sojourn {

std::string_view credit_model_name(CreditModel model);

class AttributionRows {
 public:
  // `figures`: whether the Markov chain is to be solved.
  AttributionRows(const Attribution& measure, const Attribution::State& state, bool figures);
  static std::vector<AnswerColumn> columns(const Attribution& measure);
  void add_to(Rows& rows) const;

 private:
  using Entry = TouchCredits::Entry;
  using Money = TouchCredits::Money;
  using Show = Attribution::Show;
  // One model, and how it divides the conversions: a share of them for each entry.
  struct Model {
    std::string name;
    std::optional<CreditModel> touch;  // Empty: markov.
  };
  struct Line {
    size_t entry = 0;  // Index.
    std::string touch;
    std::string stage;
    int stage_rank = 0;
    std::optional<double> value;
  };
  struct StageEffort {
    std::string name;
    std::optional<double> credit = 0;
    std::map<uint32_t, Int128> cost;  // By currency.
  };

  void solve_chain(bool figures);
  std::vector<Model> models() const;
  std::string touch_text(const Entry& entry) const;
  std::string stage_text(uint32_t stage) const;
  std::string currency_text(uint32_t currency) const;
  const Entry& entry_of(const Line& line) const { return entries_[line.entry]; }
  std::optional<double> credited(const Model& model, size_t entry) const;
  std::optional<double> credited_money(const Model& model, size_t entry, uint32_t currency) const;
  std::vector<Line> sorted_lines(const Model& model) const;
  Value figure(std::optional<double> value) const;
  // In percent of `whole`; absent when there is none.
  Value share_of(std::optional<double> value, double whole) const;

  void add_credits(const Model& model, Rows& rows) const;
  void add_money_cells(const Model& model, const Line& line, std::vector<Value>& cells) const;
  void add_cost_cells(Int128 cost, std::optional<double> revenue, const std::string& currency,
                      std::vector<Value>& cells) const;
  void add_none_row(const Model& model, Rows& rows) const;
  void add_revenue(const Model& model, uint32_t currency, Rows& rows) const;
  void add_effort(const Model& model, Rows& rows) const;
  void add_effort_rows(const Model& model, const StageEffort& stage, const std::map<uint32_t, Int128>& spent,
                       Rows& rows) const;
  void add_notes(Rows& rows) const;
  const ConversionTotals::Sum* sum_of(const ConversionTotals& totals, uint32_t currency) const;

  const Attribution& measure_;
  const Attribution::State& state_;
  TouchCredits touches_;  // Those of the state, and nodes that only the Markov chain knows.
  const std::vector<Entry>& entries_;
  std::vector<double> markov_;        // By entry: its share of the conversions with a touch.
  std::string markov_none_;           // Why not.
  std::vector<uint32_t> currencies_;  // Of all money in the state, in order of their names.
};

}  // namespace sojourn
