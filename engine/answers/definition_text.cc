#include <nlohmann/json.hpp>

#include "answers/question_text.h"
#include "base/decimal.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

std::string_view type_name(ParameterType type) {
  switch (type) {
    case ParameterType::kChoice: return "choice";
    case ParameterType::kNumber: return "number";
    case ParameterType::kInteger: return "integer";
    case ParameterType::kDuration: return "duration";
    case ParameterType::kFilter: return "filter";
    case ParameterType::kText: return "text";
    case ParameterType::kBool: return "bool";
    case ParameterType::kField: return "field";
  }
  return "text";
}

std::string_view better_name(Better better) {
  switch (better) {
    case Better::kUp: return "up";
    case Better::kDown: return "down";
    case Better::kNone: break;
  }
  return "none";
}

std::string_view shape_name(Shape shape) {
  switch (shape) {
    case Shape::kNumber: return "number";
    case Shape::kTable: return "table";
    case Shape::kFlow: return "flow";
    case Shape::kFunnel: return "funnel";
    case Shape::kStages: return "stages";
  }
  return "table";
}

std::string range_text(const MeasureDefinition& definition) {
  if (definition.range_min == definition.range_max) return "";
  return format_number(definition.range_min) + " to " + format_number(definition.range_max);
}

std::string better_text(Better better) {
  return better == Better::kUp ? "higher is better" : better == Better::kDown ? "lower is better" : "";
}

// "one of last, first, all; last by default".
std::string values_text(const ParameterInfo& parameter) {
  std::string text;
  if (parameter.choices.empty()) {
    text = type_name(parameter.type);
  } else {
    for (const std::string& choice : parameter.choices) text += (text.empty() ? "one of " : ", ") + choice;
  }
  if (parameter.min) text += ", from " + format_number(*parameter.min);
  if (parameter.max) text += ", up to " + format_number(*parameter.max);
  if (parameter.repeated) text += ", several in order";
  if (parameter.required) text += "; needed";
  if (!parameter.default_value.empty()) text += "; " + parameter.default_value + " by default";
  return text;
}

Json parameter_json(const ParameterInfo& parameter) {
  Json json;
  json["name"] = parameter.name;
  json["type"] = type_name(parameter.type);
  json["default"] = parameter.default_value.empty() ? Json() : Json(parameter.default_value);
  json["choices"] = parameter.choices;
  json["min"] = parameter.min ? Json(*parameter.min) : Json();
  json["max"] = parameter.max ? Json(*parameter.max) : Json();
  json["repeated"] = parameter.repeated;
  json["required"] = parameter.required;
  json["about"] = parameter.about;
  return json;
}

// `text` broken at spaces into lines of at most `width` bytes, each after the first indented.
std::string wrapped(std::string_view text, size_t indent, size_t width = 96) {
  std::string out;
  size_t column = indent;
  while (!text.empty()) {
    const size_t end = text.find(' ');
    const std::string_view word = text.substr(0, end);
    if (column > indent && column + 1 + word.size() > width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return out;
}

struct Fact {
  std::string name;
  std::string text;
};

// What both the terminal and the page list, without what is void.
std::vector<Fact> facts_of(const MeasureDefinition& definition) {
  std::vector<Fact> facts{{"Unit", definition.unit},
                          {"Range", range_text(definition)},
                          {"Direction", better_text(definition.better)},
                          {"Interval", definition.interval},
                          {"Least n", definition.least_n > 0 ? std::to_string(definition.least_n) : ""},
                          {"Reads", definition.inputs},
                          {"Splits", definition.splits ? "" : "cannot be split or filtered"},
                          {"Source", definition.source},
                          {"Since", definition.since}};
  std::erase_if(facts, [](const Fact& fact) { return fact.text.empty(); });
  return facts;
}

// In Markdown a bar would end a table cell.
std::string table_cell(std::string text) {
  for (size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) text.replace(at, 1, "\\|");
  return text;
}

// One sentence a line, as all our pages are written; not where a digit or small letter follows the point.
std::string sentence_lines(std::string text) {
  for (size_t at = text.find(". "); at != std::string::npos; at = text.find(". ", at + 2)) {
    const char next = at + 2 < text.size() ? text[at + 2] : '\0';
    if (next >= 'A' && next <= 'Z') text[at + 1] = '\n';
  }
  return text;
}

}  // namespace

std::string definition_json(const MeasureDefinition& definition) {
  Json json;
  json["id"] = definition.id;
  json["title"] = definition.title;
  json["question"] = definition.question;
  json["definition"] = definition.definition;
  json["unit"] = definition.unit;
  json["range"] =
      definition.range_min == definition.range_max ? Json() : Json{definition.range_min, definition.range_max};
  json["better"] = better_name(definition.better);
  json["shape"] = shape_name(definition.shape);
  json["least_n"] = definition.least_n;
  json["interval"] = definition.interval;
  json["inputs"] = definition.inputs;
  json["source"] = definition.source;
  json["since"] = definition.since;
  json["splits"] = definition.splits;
  Json& parameters = json["parameters"] = Json::array();
  for (const ParameterInfo& parameter : definition.parameters) parameters.push_back(parameter_json(parameter));
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string definition_text(const MeasureDefinition& definition) {
  constexpr size_t kIndent = 12;
  std::string out = definition.title + " (" + definition.id + ")\n" + definition.question + "\n\n" +
                    wrapped(definition.definition, 0) + "\n\n";
  for (const Fact& fact : facts_of(definition)) {
    out += fact.name + std::string(kIndent - fact.name.size(), ' ') + wrapped(fact.text, kIndent) + "\n";
  }
  if (definition.parameters.empty()) return out;
  out += "\nParameters, as name=value\n";
  for (const ParameterInfo& parameter : definition.parameters) {
    out += "  " + parameter.name + " (" + values_text(parameter) + ")\n      " + wrapped(parameter.about, 6) + "\n";
  }
  return out;
}

std::string definition_markdown(const MeasureDefinition& definition) {
  std::string out = "# " + definition.title + "\n\n" + definition.question + "\n\n" +
                    sentence_lines(definition.definition) + "\n\n| | |\n|---|---|\n| Ask | `sojourn ask " +
                    definition.id + "` |\n";
  for (const Fact& fact : facts_of(definition)) out += "| " + fact.name + " | " + table_cell(fact.text) + " |\n";
  if (!definition.parameters.empty()) {
    out += "\n## Parameters\n\n| Name | Values | Meaning |\n|---|---|---|\n";
    for (const ParameterInfo& parameter : definition.parameters) {
      out += "| `" + parameter.name + "` | " + table_cell(values_text(parameter)) + " | " +
             table_cell(parameter.about) + " |\n";
    }
  }
  return out;
}

}  // namespace sojourn
