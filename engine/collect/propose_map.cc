#include "collect/propose_map.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/decimal.h"
#include "base/suggest.h"
#include "base/text.h"
#include "collect/byte_stream.h"
#include "collect/column_candidates.h"
#include "collect/column_note.h"
#include "collect/column_words.h"
#include "collect/target.h"

namespace sojourn {
namespace {

constexpr size_t kValueBytesKept = 200;
constexpr size_t kSampleBytes = 40;
constexpr size_t kSamples = 3;
constexpr std::string_view kProperties = "properties.";

// The beginning of a text, cut between two letters.
std::string beginning(std::string_view text, size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return std::string(text.substr(0, most));
}

struct Table {
  std::vector<std::vector<std::string>> columns;  // Values, cut.
  int64_t rows = 0;
};

Result<Table> read_table(RowSource& rows) {
  Table table;
  std::vector<Cell> row;
  while (table.rows < static_cast<int64_t>(kProposalRows)) {
    const Result<bool> more = rows.next(row);
    if (more && !*more) break;
    if (!more && more.error().code() != StatusCode::kInvalidArgument) return more.error();
    if (!more) continue;  // A bad row tells nothing.
    ++table.rows;
    if (table.columns.size() < row.size()) table.columns.resize(row.size());
    for (size_t i = 0; i < row.size(); ++i) {
      if (!row[i].null) table.columns[i].push_back(beginning(trim(row[i].text), kValueBytesKept));
    }
  }
  table.columns.resize(rows.columns().size());
  return table;
}

bool may_repeat(std::string_view target) { return target == "answer" || target == "text" || target == kLeftOut; }

void describe(ColumnProposal& column, const ColumnShape& shape, const std::vector<std::string>& values) {
  column.filled = shape.filled;
  std::set<std::string> seen;
  for (const std::string& value : values) {
    if (value.empty() || column.samples.size() == kSamples) continue;
    std::string sample = beginning(value, kSampleBytes);
    if (sample.size() < value.size()) sample += "…";
    if (seen.insert(sample).second) column.samples.push_back(std::move(sample));
  }
  column.time_format = shape.time_format;
  column.unit = shape.clocked ? "" : std::string(unit_words(header_words(column.column)));
  if (column.unit == "s") column.unit.clear();
  column.strip_prefix = shape.strip_prefix;
  column.strip_suffix = shape.strip_suffix;
  column.values = shape.directions;
  column.point_zero = shape.point_zero;
}

void take(ColumnProposal& column, const Candidate& candidate, const ColumnShape& shape) {
  column.target = candidate.target == kLeftOut ? "" : candidate.target;
  column.why = candidate.why;
  column.kind = candidate.kind;
  if (candidate.target == "answer") column.scale = scale_of(candidate.kind, column.column, shape);
  if (candidate.target == "time" && shape.either_way) {
    column.why += "; day and month cannot be told apart, taken as " + column.time_format;
  }
}

// "survey_2026-01.csv" -> "survey".
std::string source_name(std::string_view name) {
  const std::string stem = file_stem(std::string(name));
  const size_t end = stem.find_last_not_of("0123456789-_ .");
  return end == std::string::npos ? stem : stem.substr(0, end + 1);
}

struct Guess {
  std::string_view word;
  std::string_view touchpoint;
  std::string_view channel;
};
constexpr std::array<Guess, 13> kGuesses{{{"survey", "survey", "survey"},
                                          {"response", "survey", "survey"},
                                          {"review", "review", ""},
                                          {"order", "purchase", ""},
                                          {"sales", "purchase", ""},
                                          {"purchase", "purchase", ""},
                                          {"transaction", "purchase", ""},
                                          {"call", "call", "call"},
                                          {"chat", "chat", "chat"},
                                          {"ticket", "ticket", ""},
                                          {"case", "ticket", ""},
                                          {"visit", "visit", ""},
                                          {"deliver", "delivery", ""}}};

void add_constants(MapProposal& proposal, const std::vector<ColumnShape>& shapes) {
  const auto is_filled = [&](std::string_view target) {
    return std::any_of(proposal.columns.begin(), proposal.columns.end(),
                       [&](const ColumnProposal& column) { return column.target == target; });
  };
  const std::string words = column_words(proposal.source);
  const auto guess = std::find_if(kGuesses.begin(), kGuesses.end(),
                                  [&](const Guess& each) { return words.find(each.word) != std::string::npos; });
  const bool rated = is_filled("answer");
  std::string touchpoint = guess != kGuesses.end() ? std::string(guess->touchpoint) : rated ? "survey" : words;
  std::string channel = guess != kGuesses.end() ? std::string(guess->channel) : rated ? "survey" : "";
  if (!is_filled("touchpoint")) proposal.constants.emplace_back("touchpoint", std::move(touchpoint));
  if (!is_filled("channel") && !channel.empty()) proposal.constants.emplace_back("channel", std::move(channel));
  if (is_filled("currency")) return;
  for (size_t i = 0; i < shapes.size(); ++i) {
    if (proposal.columns[i].target != "amount") continue;
    const std::string noted = noted_currency(header_words(proposal.columns[i].column));
    const std::string& currency = shapes[i].currency.empty() ? noted : shapes[i].currency;
    if (!currency.empty()) proposal.constants.emplace_back("currency", currency);
  }
}

// Columns whose names are one property's keep apart.
void name_property(const MapProposal& proposal, ColumnProposal& column) {
  const std::string plain = std::string(kProperties) + property_name(column.column);
  column.target = plain;
  const auto is_taken = [&](const ColumnProposal& other) { return &other != &column && other.target == column.target; };
  for (int n = 2; std::any_of(proposal.columns.begin(), proposal.columns.end(), is_taken); ++n) {
    column.target = plain + "_" + std::to_string(n);
  }
}

// The price of one piece is an amount where a quantity stands beside it, and no amount of its own.
void multiply_prices(MapProposal& proposal) {
  const auto find = [&](std::string_view target) {
    return std::find_if(proposal.columns.begin(), proposal.columns.end(),
                        [target](const ColumnProposal& column) { return column.target == target; });
  };
  const auto price = find(kUnitPrice);
  if (price == proposal.columns.end()) return;
  const auto quantity = find("quantity");
  if (find("amount") != proposal.columns.end() || quantity == proposal.columns.end()) {
    price->target.clear();
    price->why.clear();
    return;
  }
  price->target = "amount";
  price->times = quantity->column;
  price->why = "the price of one piece, times " + quantity->column;
}

}  // namespace

Result<MapProposal> propose_map(RowSource& rows, std::string_view name) {
  SOJOURN_TRY(const Table table, read_table(rows));
  if (table.rows == 0 || table.columns.empty()) return Status::invalid("there is no row to look at", std::string(name));
  MapProposal proposal;
  proposal.source = source_name(name);
  proposal.rows = table.rows;
  std::vector<ColumnShape> shapes;
  std::vector<Candidate> candidates;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    ColumnProposal& column = proposal.columns.emplace_back();
    column.column = rows.columns()[i];
    const ColumnShape& shape = shapes.emplace_back(shape_of(table.columns[i]));
    describe(column, shape, table.columns[i]);
    if (shape.filled == 0) column.why = "it is empty";
    if (shape.filled > 0) {
      for (Candidate& one : candidates_of(i, column.column, shape)) candidates.push_back(std::move(one));
    }
  }
  // The strongest takes its target; among equals the column that stands first.
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.strength > b.strength; });
  std::set<std::string> targets;
  std::set<size_t> done;
  for (const Candidate& candidate : candidates) {
    if (done.contains(candidate.column)) continue;
    // Text that nothing but its looks speaks for is taken where there is no other.
    const bool alone =
        !may_repeat(candidate.target) || (candidate.target == "text" && candidate.strength < Candidate::kByLook);
    if (alone && targets.contains(candidate.target)) continue;
    targets.insert(candidate.target);
    done.insert(candidate.column);
    take(proposal.columns[candidate.column], candidate, shapes[candidate.column]);
  }
  multiply_prices(proposal);
  for (size_t i = 0; i < proposal.columns.size(); ++i) {
    if (!proposal.columns[i].target.empty() || !proposal.columns[i].why.empty()) continue;
    name_property(proposal, proposal.columns[i]);
    proposal.columns[i].why = "kept as a property";
  }
  add_constants(proposal, shapes);
  return proposal;
}

Status choose_target(MapProposal& proposal, size_t column, std::string_view word) {
  ColumnProposal& chosen = proposal.columns.at(column);
  word = trim(word);
  const auto set = [&chosen](std::string target, std::string kind = "", Scale scale = {}) {
    chosen.target = std::move(target);
    chosen.kind = std::move(kind);
    chosen.scale = scale;
    chosen.why = "chosen";
    chosen.times.clear();
    return Status();
  };
  if (word == "-") return set("");
  if (word.empty() || word == "property") {
    name_property(proposal, chosen);
    return set(chosen.target);
  }
  if (word == "version") return set("version");
  if (default_scale(word)) return set("answer", std::string(word));
  if (const size_t dash = word.find('-'); dash != std::string_view::npos) {
    const Result<double> from = parse_number(word.substr(0, dash));
    const Result<double> to = parse_number(word.substr(dash + 1));
    if (from && to && *from < *to) return set("answer", "rating", {*from, *to});
  }
  if (word == "answer") return set("answer", chosen.kind.empty() ? "rating" : chosen.kind, chosen.scale);
  const Target target = find_target(word);
  if (target.kind == Target::Kind::kProperty && word.starts_with(kProperties)) {
    return set(std::string(kProperties) + target.property);
  }
  if (target.kind == Target::Kind::kProperty || target.kind == Target::Kind::kProperties ||
      target.kind == Target::Kind::kScale) {
    std::vector<std::string> names = canonical_names();
    names.insert(names.end(), {"nps", "csat", "ces", "stars", "property"});
    return Status::invalid("\"" + std::string(word.substr(0, 80)) +
                               "\" is nothing that a column fills; a property of your own is properties.NAME." +
                               did_you_mean(word, names),
                           chosen.column);
  }
  if (target.kind == Target::Kind::kWho) return set("who." + std::string(identifier_kind_name(target.who)));
  if (target.kind == Target::Kind::kTime) return set("time");
  return set(lower_ascii(word));
}

std::optional<size_t> rival_of(const MapProposal& proposal, size_t column) {
  const std::string& target = proposal.columns.at(column).target;
  if (target.empty() || may_repeat(target)) return std::nullopt;
  for (size_t i = 0; i < proposal.columns.size(); ++i) {
    if (i != column && proposal.columns[i].target == target) return i;
  }
  return std::nullopt;
}

Status check_proposal(const MapProposal& proposal) {
  bool timed = false;
  for (size_t i = 0; i < proposal.columns.size(); ++i) {
    const ColumnProposal& column = proposal.columns[i];
    timed = timed || column.target == "time";
    const std::optional<size_t> rival = rival_of(proposal, i);
    if (!rival) continue;
    const std::string& other = proposal.columns[*rival].column;
    return Status::invalid("the columns \"" + column.column + "\" and \"" + other + "\" both fill " + column.target +
                               "; keep one of them as a property",
                           other);
  }
  if (timed) return {};
  return Status::invalid("no column tells when it happened: one must fill time", "time");
}

}  // namespace sojourn
