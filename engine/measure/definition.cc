#include "measure/definition.h"

#include <algorithm>
#include <cmath>

#include "base/assert.h"
#include "base/decimal.h"
#include "base/suggest.h"

namespace sojourn {
namespace {

std::optional<bool> parse_flag(std::string_view text) {
  if (text == "true" || text == "yes" || text == "1") return true;
  if (text == "false" || text == "no" || text == "0") return false;
  return std::nullopt;
}

Status check_bounds(const ParameterInfo& parameter, double value) {
  if ((parameter.min && value < *parameter.min) || (parameter.max && value > *parameter.max)) {
    const std::string low = parameter.min ? " from " + format_number(*parameter.min) : "";
    const std::string high = parameter.max ? " up to " + format_number(*parameter.max) : "";
    return Status::invalid("takes a number" + low + high, parameter.name);
  }
  return {};
}

Status check_choice(const ParameterInfo& parameter, const std::string& text) {
  if (std::find(parameter.choices.begin(), parameter.choices.end(), text) != parameter.choices.end()) return {};
  std::string choices;
  for (const std::string& choice : parameter.choices) choices += (choices.empty() ? "" : ", ") + choice;
  return Status::invalid("\"" + text + "\" is not one of " + choices, parameter.name);
}

Status check_value(const ParameterInfo& parameter, const std::string& text) {
  switch (parameter.type) {
    case ParameterType::kChoice: return check_choice(parameter, text);
    case ParameterType::kNumber: {
      Result<double> number = parse_number(text);
      if (!number.has_value()) return Status::invalid("\"" + text + "\" is not a number", parameter.name);
      return check_bounds(parameter, *number);
    }
    case ParameterType::kInteger: {
      Result<int64_t> number = parse_integer(text);
      if (!number.has_value()) return Status::invalid("\"" + text + "\" is not a whole number", parameter.name);
      return check_bounds(parameter, static_cast<double>(*number));
    }
    case ParameterType::kDuration: {
      Result<Micros> length = parse_duration(text);
      return length.has_value() ? Status() : std::move(length).error().within(parameter.name);
    }
    case ParameterType::kFilter: {
      Result<Filter> filter = Filter::parse(text);
      return filter.has_value() ? Status() : std::move(filter).error().within(parameter.name);
    }
    case ParameterType::kBool:
      if (!parse_flag(text)) return Status::invalid("\"" + text + "\" is neither true nor false", parameter.name);
      return {};
    case ParameterType::kText:
    case ParameterType::kField: return {};
  }
  return {};
}

Status unknown_parameter(const MeasureDefinition& definition, const std::string& name) {
  std::vector<std::string> names;
  for (const ParameterInfo& parameter : definition.parameters) names.push_back(parameter.name);
  std::string known;
  for (const std::string& each : names) known += (known.empty() ? " It takes " : ", ") + each;
  std::string hint = did_you_mean(name, names);
  if (hint.empty()) hint = known.empty() ? " It takes none." : known + ".";
  return Status::invalid("\"" + definition.id + "\" has no parameter \"" + name + "\"." + hint, name);
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// An empty filter would pass every event: an empty step is one that was forgotten, not one that all events meet.
Status check_values(const ParameterInfo& parameter, const std::vector<std::string>& values) {
  if (values.size() > 1 && !parameter.repeated) return Status::invalid("is given twice", parameter.name);
  for (size_t i = 0; i < values.size(); ++i) {
    if (parameter.repeated && is_blank(values[i])) {
      const std::string which = values.size() > 1 ? " " + std::to_string(i + 1) : "";
      return Status::invalid("is empty: give it a value or leave it out", parameter.name + which);
    }
    SOJOURN_CHECK(check_value(parameter, values[i]));
  }
  return {};
}

}  // namespace

Status check_parameters(const MeasureDefinition& definition, const Question& question) {
  for (const auto& [name, values] : question.parameters) {
    const auto found = std::find_if(definition.parameters.begin(), definition.parameters.end(),
                                    [&name = name](const ParameterInfo& each) { return each.name == name; });
    if (found == definition.parameters.end()) return unknown_parameter(definition, name);
    SOJOURN_CHECK(check_values(*found, values));
  }
  for (const ParameterInfo& parameter : definition.parameters) {
    if (!parameter.required) continue;
    const auto given = question.parameters.find(parameter.name);
    if (given == question.parameters.end() || std::all_of(given->second.begin(), given->second.end(), is_blank)) {
      return Status::invalid("is needed: " + parameter.about, parameter.name);
    }
  }
  return {};
}

ColumnId BindContext::column(std::string_view name) {
  const std::optional<ColumnId> found = snapshot_.find_column(name);
  SOJOURN_ASSERT(found.has_value(), "a measure asks for a column that does not exist");
  if (std::find(columns_.begin(), columns_.end(), *found) == columns_.end()) columns_.push_back(*found);
  return *found;
}

Result<std::shared_ptr<const Predicate>> BindContext::filter(std::string_view text, std::string_view where) {
  Result<Filter> parsed = Filter::parse(text);
  if (!parsed.has_value()) return std::move(parsed).error().within(where);
  auto bound = bind_filter(*parsed, snapshot_, FilterContext{zone_, as_of_});
  if (!bound.has_value()) return std::move(bound).error().within(where);
  ++filters_;
  filters_bound_ = true;
  for (const ColumnId id : (*bound)->columns()) {
    if (std::find(columns_.begin(), columns_.end(), id) == columns_.end()) columns_.push_back(id);
  }
  return bound;
}

Status BindContext::only(std::string_view filter_text) {
  SOJOURN_TRY(auto predicate, filter(filter_text, definition_.id));
  only_.push_back(std::move(predicate));
  --filters_;
  return {};
}

const ParameterInfo& BindContext::parameter(std::string_view name) const {
  const auto found = std::find_if(definition_.parameters.begin(), definition_.parameters.end(),
                                  [name](const ParameterInfo& each) { return each.name == name; });
  SOJOURN_ASSERT(found != definition_.parameters.end(), "a measure reads a parameter that it does not declare");
  return *found;
}

std::string BindContext::text(std::string_view name) const {
  const auto given = question_.parameters.find(std::string(name));
  if (given != question_.parameters.end() && !given->second.empty()) return given->second.front();
  return parameter(name).default_value;
}

std::vector<std::string> BindContext::texts(std::string_view name) const {
  const auto given = question_.parameters.find(std::string(name));
  if (given != question_.parameters.end()) return given->second;
  const std::string& preset = parameter(name).default_value;
  return preset.empty() ? std::vector<std::string>{} : std::vector<std::string>{preset};
}

double BindContext::number(std::string_view name) const {
  Result<double> parsed = parse_number(text(name));
  SOJOURN_ASSERT(parsed.has_value(), "parameters are checked before a measure is bound");
  return *parsed;
}

int64_t BindContext::integer(std::string_view name) const {
  Result<int64_t> parsed = parse_integer(text(name));
  SOJOURN_ASSERT(parsed.has_value(), "parameters are checked before a measure is bound");
  return *parsed;
}

Micros BindContext::duration(std::string_view name) const {
  Result<Micros> parsed = parse_duration(text(name));
  SOJOURN_ASSERT(parsed.has_value(), "parameters are checked before a measure is bound");
  return *parsed;
}

bool BindContext::flag(std::string_view name) const { return parse_flag(text(name)).value_or(false); }

bool BindContext::given(std::string_view name) const { return !text(name).empty(); }

}  // namespace sojourn
