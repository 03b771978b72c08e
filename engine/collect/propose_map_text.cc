// A proposal as the text of a map file.
#include <algorithm>

#include "base/decimal.h"
#include "base/toml_text.h"
#include "collect/propose_map.h"

namespace sojourn {
namespace {

// Text that may stand in a comment.
std::string remark(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < ' ' || c == 0x7F ? ' ' : c;
  return out;
}

bool is_duration(std::string_view target) {
  return target == "wait" || target == "talk" || target == "hold" || target == "wrap";
}

// Does it name something, rather than count it?
bool is_name(std::string_view target) {
  return target.starts_with("who.") || target == "id" || target == "order" || target == "subscription";
}

// What the target is filled with, as a map says it.
std::string value_text(const ColumnProposal& column) {
  const std::string name = toml_string(column.column);
  std::string more;
  if ((column.target == "time" || column.target == "promise") && !column.time_format.empty()) {
    more += ", format = " + toml_string(column.time_format);
  }
  if (column.target == "amount" || column.target == "cost") {
    if (!column.strip_prefix.empty()) more += ", strip_prefix = " + toml_string(column.strip_prefix);
    if (!column.strip_suffix.empty()) more += ", strip_suffix = " + toml_string(column.strip_suffix);
  }
  if (column.point_zero && is_name(column.target)) more += ", strip_suffix = \".0\"";
  if (column.target == "direction" && !column.values.empty()) {
    std::string values;
    for (const auto& [from, to] : column.values) {
      values += (values.empty() ? "" : ", ") + toml_string(from) + " = " + toml_string(to);
    }
    more += ", values = { " + values + " }";
  }
  if (is_duration(column.target) && !column.unit.empty()) {
    const std::string factor = column.unit == "ms" ? "0.001" : column.unit == "min" ? "60" : "3600";
    return "{ multiply = [" + name + ", " + factor + "] }";
  }
  const std::string value = more.empty() ? name : "{ column = " + name + more + " }";
  if (column.times.empty()) return value;
  return "{ multiply = [" + value + ", " + toml_string(column.times) + "], round = true }";
}

// properties.plan -> properties."plan": a name may hold dots, which TOML would take for tables.
std::string key_text(const std::string& target) {
  constexpr std::string_view kProperties = "properties.";
  if (!target.starts_with(kProperties)) return target;
  return std::string(kProperties) + toml_string(std::string_view(target).substr(kProperties.size()));
}

class MapText {
 public:
  explicit MapText(const MapProposal& proposal) : proposal_(proposal) {
    for (const ColumnProposal& column : proposal.columns) {
      if (column.target == "id") id_ = &column;
      if (column.target == "answer") answers_.push_back(&column);
    }
    share_comments();
  }

  std::string write() {
    out_ = "# Proposed by sojourn map; correct what is wrong (docs/formats/map.md).\n";
    out_ += "source = " + toml_string(proposal_.source) + "\n";
    if (!proposal_.zone.empty()) out_ += "zone = " + toml_string(proposal_.zone) + "\n";
    out_ += "\n[[file]]\nname = \"*\"\n\n[file.every]\n";
    for (const auto& [target, value] : proposal_.constants) {
      if (!is_filled(target)) line(target, "{ value = " + toml_string(value) + " }", "");
    }
    for (const ColumnProposal& column : proposal_.columns) {
      const std::string& target = column.target;
      if (target.empty() || target == "answer" || target == "text" || target == "id") continue;
      line(key_text(target), value_text(column), column.why == "kept as a property" ? "" : column.why);
    }
    write_events();
    write_left_out();
    return std::move(out_);
  }

 private:
  // What a column tells of each row goes before what is said of all.
  bool is_filled(const std::string& target) const {
    return std::any_of(proposal_.columns.begin(), proposal_.columns.end(),
                       [&target](const ColumnProposal& column) { return column.target == target; });
  }

  struct Comment {
    const ColumnProposal* column;
    const ColumnProposal* answer;  // With which it goes; null: it is an event of its own.
  };

  // A comment goes with the answer before it, the first with the first answer where none stands before; an answer takes
  // one comment.
  void share_comments() {
    const ColumnProposal* answer = nullptr;
    std::vector<const ColumnProposal*> taken;
    for (const ColumnProposal& column : proposal_.columns) {
      if (column.target == "answer") answer = &column;
      if (column.target != "text") continue;
      const ColumnProposal* with = answer != nullptr ? answer : answers_.empty() ? nullptr : answers_.front();
      if (std::find(taken.begin(), taken.end(), with) != taken.end()) with = nullptr;
      const bool plain = answers_.empty() && comments_.empty();
      if (with != nullptr) taken.push_back(with);
      comments_.push_back({&column, with});
      if (plain) plain_comment_ = &column;
    }
  }

  void line(const std::string& key, const std::string& value, const std::string& why) {
    std::string text = key + " = " + value;
    if (!why.empty() && why != "its name" && why != "chosen") {
      text.resize(std::max<size_t>(text.size(), 40), ' ');
      text += "  # " + remark(why);
    }
    out_ += text + "\n";
  }

  // Answers of one filling-in stay together, whatever their own ids.
  void write_response() {
    if (id_ != nullptr) line("properties.response", value_text(*id_), "");
    line("properties.survey", "{ value = " + toml_string(proposal_.source) + " }", "");
  }

  void write_id(std::string_view part) {
    if (id_ == nullptr) return;
    if (part.empty()) {
      line("id", value_text(*id_), id_->why);
    } else {
      line("id", "{ concat = [" + value_text(*id_) + ", { value = " + toml_string(part) + " }], with = \":\" }", "");
    }
  }

  void write_events() {
    if (answers_.empty()) {
      out_ += "\n[[file.event]]\n";
      write_id("");
      if (plain_comment_ != nullptr) line("text", value_text(*plain_comment_), plain_comment_->why);
    }
    for (const ColumnProposal* answer : answers_) {
      out_ += "\n[[file.event]]\nwhen = " + toml_string(answer->column) + "\n";
      write_id(answers_.size() > 1 ? answer->column : "");
      write_response();
      line("kind", "{ value = " + toml_string(answer->kind) + " }", answer->why);
      line("question", "{ value = " + toml_string(answer->column) + " }", "");
      line("answer", toml_string(answer->column), "");
      if (answer->scale.min < answer->scale.max) {
        line("scale_min", format_number(answer->scale.min), "");
        line("scale_max", format_number(answer->scale.max), "");
      }
      for (const Comment& comment : comments_) {
        if (comment.answer == answer) line("text", toml_string(comment.column->column), comment.column->why);
      }
    }
    for (const Comment& comment : comments_) {
      if (comment.column != plain_comment_) write_comment(comment);
    }
  }

  // What was written without an answer that it could go with.
  void write_comment(const Comment& comment) {
    const std::string name = toml_string(comment.column->column);
    const bool alone = comment.answer == nullptr;
    out_ += "\n[[file.event]]\nwhen = ";
    out_ += alone ? name + "\n"
                  : "[" + name + ", { column = " + toml_string(comment.answer->column) + ", blank = true }]\n";
    // Of a row either the answer or its comment alone is an event, so that its id will do.
    write_id(!alone && answers_.size() == 1 ? "" : comment.column->column);
    write_response();
    line("kind", "{ value = \"text\" }", "");
    line("question", "{ value = " + name + " }", "");
    line("text", name, comment.column->why);
  }

  void write_left_out() {
    std::string left;
    for (const ColumnProposal& column : proposal_.columns) {
      if (column.target.empty()) left += "#   " + remark(column.column) + ": " + remark(column.why) + "\n";
    }
    if (!left.empty()) out_ += "\n# Left out\n" + left;
  }

  const MapProposal& proposal_;
  const ColumnProposal* id_ = nullptr;
  const ColumnProposal* plain_comment_ = nullptr;
  std::vector<const ColumnProposal*> answers_;
  std::vector<Comment> comments_;
  std::string out_;
};

}  // namespace

std::string map_toml(const MapProposal& proposal) { return MapText(proposal).write(); }

}  // namespace sojourn
