#include "cli/map_wizard.h"

#include <algorithm>
#include <istream>
#include <optional>
#include <ostream>

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/text.h"
#include "collect/target.h"

namespace sojourn {
namespace {

// Nothing at the end of the input.
std::optional<std::string> read_word(std::istream& in) {
  std::string line;
  if (!std::getline(in, line)) return std::nullopt;
  return std::string(trim(line));
}

std::string samples_text(const ColumnProposal& column) {
  std::string text;
  for (const std::string& sample : column.samples) {
    std::string plain = sample;
    std::replace_if(
        plain.begin(), plain.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    text += (text.empty() ? "" : " | ") + plain;
  }
  return text.empty() ? "(no value)" : text;
}

void print_words(std::ostream& out) {
  std::string line = "    ";
  for (const std::string& name : canonical_names()) {
    if (line.size() + name.size() > 100) {
      out << line << "\n";
      line = "    ";
    }
    line += name + "  ";
  }
  out << line << "\n    nps  csat  ces  stars  or 1-10: an answer on that scale\n"
      << "    property: kept under its own name   properties.NAME: under another   -: left out   =: all that is left\n";
}

enum class Next : unsigned char { kColumn, kRest };

Next ask_column(MapProposal& proposal, size_t index, std::istream& in, std::ostream& out) {
  const ColumnProposal& column = proposal.columns[index];
  const auto share = proposal.rows > 0 ? column.filled * 100 / proposal.rows : 0;
  out << "\n[" << index + 1 << "/" << proposal.columns.size() << "] " << column.column << "   " << samples_text(column)
      << "   (filled in " << share << " %)\n";
  for (;;) {
    out << "    " << target_text(column) << (column.why.empty() ? "" : ": " + column.why)
        << "   [Enter, another, - or ?] " << std::flush;
    const std::optional<std::string> word = read_word(in);
    if (!word || *word == "=") return Next::kRest;
    if (word->empty()) return Next::kColumn;
    if (*word == "?") {
      print_words(out);
      continue;
    }
    const Status status = choose_target(proposal, index, *word);
    if (!status.ok()) {
      out << "    " << status.message() << "\n";
      continue;
    }
    out << "    -> " << target_text(column);
    if (const std::optional<size_t> rival = rival_of(proposal, index)) {
      static_cast<void>(choose_target(proposal, *rival, "property").ok());
      const ColumnProposal& other = proposal.columns[*rival];
      out << "; only one column can fill it, so [" << *rival + 1 << "] " << other.column << " is kept as "
          << other.target;
    }
    out << "\n";
    return Next::kColumn;
  }
}

// What would keep the answers from being a map is mended before they are lost.
void ask_for_time(MapProposal& proposal, std::istream& in, std::ostream& out) {
  for (Status status = check_proposal(proposal); !status.ok(); status = check_proposal(proposal)) {
    out << "\n"
        << status.message() << "\nWhich column is it, 1 to " << proposal.columns.size() << "?   [Enter: none] "
        << std::flush;
    const std::optional<std::string> word = read_word(in);
    if (!word || word->empty()) return;
    const Result<int64_t> number = parse_integer(*word);
    if (!number || *number < 1 || *number > static_cast<int64_t>(proposal.columns.size())) continue;
    static_cast<void>(choose_target(proposal, static_cast<size_t>(*number - 1), "time").ok());
  }
}

void ask_for_zone(MapProposal& proposal, std::istream& in, std::ostream& out) {
  for (;;) {
    out << "\nTime zone of times without an offset, such as Europe/Amsterdam   [Enter: UTC] " << std::flush;
    const std::optional<std::string> word = read_word(in);
    if (!word || word->empty()) return;
    const Result<Zone> zone = Zone::find(*word);
    if (zone) {
      proposal.zone = *word;
      return;
    }
    out << "    " << zone.error().message() << "\n";
  }
}

// A sample that ends neither in Z nor in an offset, and is no epoch.
bool lacks_offset(const ColumnProposal& column) {
  if (column.target != "time" || column.samples.empty()) return false;
  const std::string& sample = column.samples.front();
  const bool epoch = std::all_of(sample.begin(), sample.end(), [](char c) { return c >= '0' && c <= '9'; });
  const size_t clock = sample.find(':');
  const bool offset = clock != std::string::npos && sample.find_first_of("+-Z", clock) != std::string::npos;
  return !epoch && !offset;
}

}  // namespace

std::string target_text(const ColumnProposal& column) {
  if (column.target.empty()) return "left out";
  if (column.target != "answer") return column.target;
  std::string text = "answer (" + column.kind;
  if (column.scale.min < column.scale.max) {
    text += ", " + format_number(column.scale.min) + " to " + format_number(column.scale.max);
  }
  return text + ")";
}

void set_constant(MapProposal& proposal, const std::string& target, const std::string& value) {
  for (auto& [known, old] : proposal.constants) {
    if (known == target) {
      old = value;
      return;
    }
  }
  proposal.constants.emplace_back(target, value);
}

void ask_columns(MapProposal& proposal, bool ask_zone, std::istream& in, std::ostream& out) {
  out << proposal.rows << " rows looked at, " << proposal.columns.size() << " columns. What does each one fill?\n";
  for (size_t i = 0; i < proposal.columns.size(); ++i) {
    if (ask_column(proposal, i, in, out) == Next::kRest) break;
  }
  ask_for_time(proposal, in, out);
  if (ask_zone && std::any_of(proposal.columns.begin(), proposal.columns.end(), lacks_offset)) {
    ask_for_zone(proposal, in, out);
  }
  out << "\n";
}

}  // namespace sojourn
