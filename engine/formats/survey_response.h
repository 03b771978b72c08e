// What survey tools have in common: one event a scored question, the comment with the score it belongs to.
//
// Kinds     of free questions come from the source's own type, or from settings: question.ID = nps:0-10. A kind is nps,
//           csat, ces, stars, or any other word; the scale is the kind's own where none is told. "text": a comment;
//           "customer", "email", "phone": the answer says who it is; "none": left out.
// Comments  one comment beside one score stands on the score's event. Where there are more of either, a comment is an
//           event of kind "text", unless a setting comment.ID = ID of the score says where it belongs.
// Ids       "<response>:<question>"; of a response without score and comment its own id.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "formats/format.h"
#include "formats/json_fields.h"

namespace sojourn {

struct QuestionRule {
  std::string kind;
  std::optional<Scale> scale;
  bool scored() const { return kind != "text" && !named() && kind != "none"; }
  bool named() const { return kind == "customer" || kind == "email" || kind == "phone"; }
};

class QuestionRules {
 public:
  // Errors: kInvalidArgument for a setting that does not read.
  static Result<QuestionRules> read(const FormatSettings& settings);
  // The rule of the first of these names (ids, labels) that has one; compared without case.
  const QuestionRule* find(std::initializer_list<std::string_view> names) const;
  // The score to which a comment belongs, by the settings; "" : not told.
  std::string score_of(std::initializer_list<std::string_view> comments) const;
  // The number that an answer stands for: "9", "10 - Extremely likely", or a label that has a setting label.LABEL.
  std::optional<double> number_of(std::string_view answer) const;
  bool empty() const { return rules_.empty(); }

 private:
  std::map<std::string, QuestionRule, std::less<>> rules_;
  std::map<std::string, std::string, std::less<>> comments_;
  std::map<std::string, double, std::less<>> labels_;
};

// What QuestionRules reads, for Format::settings.
std::vector<std::pair<std::string, std::string>> question_settings();

class SurveyResponse {
 public:
  std::string id;
  std::string survey;
  ParsedTime time;
  int64_t version = 0;
  std::string channel = "survey";

  void add_score(const std::string& question, const std::string& title, const QuestionRule& rule, double answer);
  // `score`: the question whose comment it is; "" : not told.
  void add_text(const std::string& question, const std::string& title, const std::string& text,
                const std::string& score = "");
  void add_who(IdentifierKind kind, const std::string& value) { who_.emplace_back(kind, value); }
  // An answer that is neither score nor comment: a property of all events of the response. `json`: it is written so.
  void add_property(const std::string& name, const std::string& text, bool json = false);
  // An answer as the rules have it; a property under `name` where they have nothing. False: a score was expected,
  // and the answer is none.
  bool add_answer(const QuestionRules& rules, const QuestionRule* rule, const std::string& question,
                  const std::string& title, const std::string& name, const std::string& answer);

  // An answer that cannot be read on its scale: a reject of this question, and the other scores stay. Without any
  // score left, nothing of the response is written.
  Status refuse_answer(EventWriter& writer, uint64_t line, std::string_view raw, const std::string& question,
                       const std::string& reason);

  // Writes its events; `more` adds to each of them what the source knows besides.
  Status write(EventWriter& writer, uint64_t line, std::string_view raw, const std::function<void()>& more) const;

 private:
  struct Answer {
    std::string question;
    std::string title;
    QuestionRule rule;
    double number = 0;
    std::string text;
    std::string score;  // Of a comment.
  };
  struct Property {
    std::string name;
    std::string text;
    bool json = false;
  };
  void begin(EventWriter& writer, uint64_t line, std::string_view raw, const std::string& event) const;
  std::vector<std::optional<size_t>> comments_of_scores() const;

  std::vector<Answer> scores_;
  std::vector<Answer> texts_;
  size_t refused_ = 0;
  std::vector<Property> properties_;
  std::vector<std::pair<IdentifierKind, std::string>> who_;
};

// Names that tools give to the customer's number, e-mail address and phone among their free variables (hidden fields,
// custom variables, person properties); null: it is none of these.
std::optional<IdentifierKind> hidden_kind(const FormatSettings& settings, std::string_view name);
// Adds the members of `variables` to the response: identifiers, and properties under `prefix`.
void add_variables(SurveyResponse& response, const Json& variables, const FormatSettings& settings,
                   const std::string& prefix = "");

// "vendor:7", so that customer 7 of one system is not customer 7 of another; "7" with the setting customer_ids = plain.
std::string vendor_id(const FormatSettings& settings, std::string_view vendor, const std::string& id);

}  // namespace sojourn
