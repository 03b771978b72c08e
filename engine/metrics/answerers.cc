#include "metrics/answerers.h"

namespace sojourn {

ParameterInfo count_parameter() {
  ParameterInfo parameter;
  parameter.name = "count";
  parameter.type = ParameterType::kChoice;
  parameter.default_value = "last";
  parameter.choices = {"last", "first", "all"};
  parameter.about =
      "Which answers of a customer count within a group: the last one, the first one, or all of them. With all, the "
      "interval allows for answers of one customer being alike (person as primary sampling unit, linearised).";
  return parameter;
}

CountedAnswers bind_count(const BindContext& context) {
  const std::string text = context.text("count");
  if (text == "all") return CountedAnswers::kAll;
  return text == "first" ? CountedAnswers::kFirst : CountedAnswers::kLast;
}

std::string of_kind(std::string_view kind) {
  std::string filter = "kind = \"";
  for (const char c : kind) {
    if (c == '"' || c == '\\') filter += '\\';
    filter += c;
  }
  return filter + '"';
}

std::string answers_of_kind(std::string_view kind) { return of_kind(kind) + " and exists(answer)"; }

}  // namespace sojourn
