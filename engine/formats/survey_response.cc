#include "formats/survey_response.h"

#include <algorithm>
#include <array>

#include "base/decimal.h"
#include "base/text.h"
#include "formats/contact.h"

namespace sojourn {
namespace {

constexpr std::string_view kQuestion = "question.";
constexpr std::string_view kComment = "comment.";
constexpr std::string_view kLabel = "label.";
constexpr size_t kTitleBytesMax = 512;

Result<QuestionRule> read_rule(const std::string& name, std::string_view text) {
  QuestionRule rule;
  const size_t colon = text.find(':');
  rule.kind = lower_ascii(trim(text.substr(0, colon)));
  if (rule.kind.empty()) return Status::invalid("a rule is a kind, such as nps or csat:1-5", name);
  if (colon == std::string_view::npos) {
    if (!rule.scored() || default_scale(rule.kind)) return rule;
    return Status::invalid("'" + rule.kind + "' has no scale of its own; say one, such as " + rule.kind + ":1-5", name);
  }
  const std::string_view scale = trim(text.substr(colon + 1));
  const size_t dash = scale.find('-', 1);
  if (dash != std::string_view::npos) {
    const Result<double> min = parse_number(trim(scale.substr(0, dash)));
    const Result<double> max = parse_number(trim(scale.substr(dash + 1)));
    if (min && max && *min < *max) {
      rule.scale = Scale{*min, *max};
      return rule;
    }
  }
  return Status::invalid("'" + std::string(scale.substr(0, 40)) + "' is not a scale such as 0-10", name);
}

// "10 - Extremely likely", "5 (very good)", "4 = good", "3. so so".
std::optional<double> leading_number(std::string_view text) {
  const size_t end = text.find_first_not_of("0123456789");
  if (end == 0 || end == std::string_view::npos) return std::nullopt;
  constexpr std::string_view kBehind = " -(=.:\xE2";  // The last one begins a dash.
  if (kBehind.find(text[end]) == std::string_view::npos) return std::nullopt;
  if (text[end] == '.' && end + 1 < text.size() && text[end + 1] >= '0' && text[end + 1] <= '9') return std::nullopt;
  const Result<double> number = parse_number(text.substr(0, end));
  return number ? std::optional<double>(*number) : std::nullopt;
}

}  // namespace

Result<QuestionRules> QuestionRules::read(const FormatSettings& settings) {
  QuestionRules rules;
  for (const auto& [name, value] : settings) {
    const std::string lower = lower_ascii(name);
    if (lower.starts_with(kQuestion)) {
      SOJOURN_TRY(QuestionRule rule, read_rule(name, value));
      rules.rules_[lower.substr(kQuestion.size())] = std::move(rule);
    } else if (lower.starts_with(kComment)) {
      rules.comments_[lower.substr(kComment.size())] = trim(value);
    } else if (lower.starts_with(kLabel)) {
      const Result<double> number = parse_number(trim(value));
      if (!number) return Status::invalid("a label stands for a number, not '" + value.substr(0, 40) + "'", name);
      rules.labels_[lower.substr(kLabel.size())] = *number;
    }
  }
  return rules;
}

const QuestionRule* QuestionRules::find(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    const auto found = name.empty() ? rules_.end() : rules_.find(lower_ascii(name));
    if (found != rules_.end()) return &found->second;
  }
  return nullptr;
}

std::string QuestionRules::score_of(std::initializer_list<std::string_view> comments) const {
  for (const std::string_view name : comments) {
    const auto found = comments_.find(lower_ascii(name));
    if (found != comments_.end()) return found->second;
  }
  return {};
}

std::optional<double> QuestionRules::number_of(std::string_view answer) const {
  const std::string_view text = trim(answer);
  const auto label = labels_.find(lower_ascii(text));
  if (label != labels_.end()) return label->second;
  const Result<double> number = parse_number(text);
  return number ? std::optional<double>(*number) : leading_number(text);
}

std::vector<std::pair<std::string, std::string>> question_settings() {
  return {
      {"question.*",
       "What a question (by its id, reference or text) asks: nps, csat:1-7, ces, stars, score:0-100, text "
       "(a comment), customer, email, phone (who it is), none (left out)"},
      {"comment.*", "The question whose score this comment explains"},
      {"label.*", "The number that an answer in words stands for: label.Very satisfied = 5"},
  };
}

void SurveyResponse::add_score(const std::string& question, const std::string& title, const QuestionRule& rule,
                               double answer) {
  scores_.push_back({question, title, rule, answer, "", ""});
}

void SurveyResponse::add_text(const std::string& question, const std::string& title, const std::string& text,
                              const std::string& score) {
  if (!trim(text).empty()) texts_.push_back({question, title, {}, 0, std::string(trim(text)), score});
}

void SurveyResponse::add_property(const std::string& name, const std::string& text, bool json) {
  constexpr size_t kPropertiesMax = 128;
  constexpr size_t kBytesMax = 4096;
  if (text.empty() || properties_.size() >= kPropertiesMax || (json && text.size() > kBytesMax)) return;
  properties_.push_back({name, std::string(json ? text : fitting(text, kBytesMax)), json});
}

bool SurveyResponse::add_answer(const QuestionRules& rules, const QuestionRule* rule, const std::string& question,
                                const std::string& title, const std::string& name, const std::string& answer) {
  if (trim(answer).empty()) return true;
  if (rule == nullptr) {
    add_property(name, answer);
    return true;
  }
  if (rule->kind == "none") return true;
  if (rule->kind == "text") {
    add_text(question, title, answer, rules.score_of({question, name, title}));
  } else if (rule->named()) {
    add_who(rule->kind == "email"   ? IdentifierKind::kEmail
            : rule->kind == "phone" ? IdentifierKind::kPhone
                                    : IdentifierKind::kId,
            answer);
  } else if (const auto number = rules.number_of(answer)) {
    add_score(question, title, *rule, *number);
  } else {
    return false;
  }
  return true;
}

Status SurveyResponse::refuse_answer(EventWriter& writer, uint64_t line, std::string_view raw,
                                     const std::string& question, const std::string& reason) {
  ++refused_;
  return writer.reject(line, raw, question, reason);
}

void SurveyResponse::begin(EventWriter& writer, uint64_t line, std::string_view raw, const std::string& event) const {
  writer.begin(line, raw);
  writer.id(event).version(version).time(time.utc, time.offset_minutes);
  writer.set("channel", channel).set("touchpoint", "survey").set("response", id).set("survey", survey);
  for (const auto& [kind, value] : who_) writer.who(kind, value);
  for (const Property& property : properties_) {
    if (property.json) {
      writer.json("properties." + property.name, property.text);
    } else {
      writer.set("properties." + property.name, Cell{property.text, false, CellType::kUntyped});
    }
  }
}

// The place of each score's comment among the texts (or none): by setting, or the only comment of the only score.
std::vector<std::optional<size_t>> SurveyResponse::comments_of_scores() const {
  std::vector<std::optional<size_t>> comments(scores_.size());
  for (size_t place = 0; place < texts_.size(); ++place) {
    const std::string& of = texts_[place].score;
    for (size_t i = 0; i < scores_.size(); ++i) {
      const bool told = !of.empty() && lower_ascii(of) == lower_ascii(scores_[i].question);
      const bool only = of.empty() && texts_.size() == 1 && scores_.size() + refused_ == 1;
      if ((told || only) && !comments[i]) comments[i] = place;
    }
  }
  return comments;
}

Status SurveyResponse::write(EventWriter& writer, uint64_t line, std::string_view raw,
                             const std::function<void()>& more) const {
  if (scores_.empty() && refused_ > 0) return {};
  const std::vector<std::optional<size_t>> comments = comments_of_scores();
  for (size_t i = 0; i < scores_.size(); ++i) {
    const Answer& score = scores_[i];
    begin(writer, line, raw, id + ":" + score.question);
    writer.set("kind", score.rule.kind)
        .set("question", fitting(score.title, kTitleBytesMax))
        .set("answer", score.number);
    if (score.rule.scale) writer.set("scale_min", score.rule.scale->min).set("scale_max", score.rule.scale->max);
    if (comments[i]) writer.set("text", fitting(texts_[*comments[i]].text));
    more();
    SOJOURN_CHECK(ended(writer));
  }
  for (size_t place = 0; place < texts_.size(); ++place) {
    const Answer& text = texts_[place];
    if (std::find(comments.begin(), comments.end(), place) != comments.end()) continue;
    begin(writer, line, raw, id + ":" + text.question);
    writer.set("kind", "text").set("question", fitting(text.title, kTitleBytesMax)).set("text", fitting(text.text));
    more();
    SOJOURN_CHECK(ended(writer));
  }
  if (!scores_.empty() || !texts_.empty()) return {};
  begin(writer, line, raw, id);
  more();
  return ended(writer);
}

std::optional<IdentifierKind> hidden_kind(const FormatSettings& settings, std::string_view name) {
  std::string lower = lower_ascii(trim(name));
  const std::string told = lower_ascii(setting(settings, "customer_field"));
  if (!told.empty() && lower == told) return IdentifierKind::kId;
  // "Customer ID", "customer-id"
  for (char& c : lower) c = c == ' ' || c == '-' ? '_' : c;
  if (lower == "email" || lower == "email_address" || lower == "e_mail") return IdentifierKind::kEmail;
  if (lower == "phone" || lower == "phone_number") return IdentifierKind::kPhone;
  if (!told.empty()) return std::nullopt;
  constexpr std::array<std::string_view, 11> kNames{"customer_id", "customerid", "customer", "customer_number",
                                                    "user_id",     "userid",     "uid",      "contact_id",
                                                    "external_id", "externalid", "client_id"};
  const bool known = std::find(kNames.begin(), kNames.end(), lower) != kNames.end();
  return known ? std::optional(IdentifierKind::kId) : std::nullopt;
}

void add_variables(SurveyResponse& response, const Json& variables, const FormatSettings& settings,
                   const std::string& prefix) {
  if (!variables.is_object()) return;
  for (const auto& [name, value] : variables.items()) {
    const std::string text = text_of(value);
    if (const auto kind = hidden_kind(settings, name)) {
      response.add_who(*kind, text);
    } else if (value.is_structured()) {
      if (!value.empty() && value.is_array()) response.add_property(prefix + name, value.dump(), true);
    } else {
      response.add_property(prefix + name, text, value.is_number() || value.is_boolean());
    }
  }
}

std::string vendor_id(const FormatSettings& settings, std::string_view vendor, const std::string& id) {
  if (id.empty() || id == "0" || setting(settings, "customer_ids") == "plain") return id;
  return std::string(vendor) + ":" + id;
}

}  // namespace sojourn
