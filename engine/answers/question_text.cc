#include "answers/question_text.h"

#include <array>
#include <nlohmann/json.hpp>

#include "base/decimal.h"
#include "base/limits.h"
#include "base/suggest.h"

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

Result<Json> parse_object(std::string_view text, std::string_view what) {
  if (text.size() > limits::kQuestionBytesMax) {
    return Status::limit("a question may have " + std::to_string(limits::kQuestionBytesMax) + " bytes");
  }
  try {
    Json json = Json::parse(text);
    if (json.is_object()) return json;
    return Status::invalid(std::string(what) + " is a JSON object, as in {\"measure\":\"nps\"}");
  } catch (const nlohmann::json::parse_error& error) {
    return Status::invalid("this is not JSON", "byte " + std::to_string(error.byte));
  }
}

Status check_keys(const Json& json, std::span<const std::string> known) {
  for (const auto& [key, value] : json.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    std::string hint = did_you_mean(key, known);
    if (hint.empty()) {
      for (const std::string& each : known) hint += (hint.empty() ? " Known are " : ", ") + each;
    }
    return Status::invalid("unknown key." + hint, key);
  }
  return {};
}

// Numbers and booleans stand for their text.
Result<std::string> text_of(const Json& json, std::string_view where) {
  if (json.is_string()) return json.get<std::string>();
  if (json.is_boolean()) return std::string(json.get<bool>() ? "true" : "false");
  if (json.is_number_integer()) return json.dump();
  if (json.is_number()) return format_number(json.get<double>());
  return Status::invalid("a text was expected", std::string(where));
}

// A text or a list of texts.
Result<std::vector<std::string>> texts_of(const Json& json, std::string_view where) {
  std::vector<std::string> texts;
  if (!json.is_array()) {
    SOJOURN_TRY(std::string text, text_of(json, where));
    texts.push_back(std::move(text));
    return texts;
  }
  for (const Json& each : json) {
    SOJOURN_TRY(std::string text, text_of(each, where));
    texts.push_back(std::move(text));
  }
  return texts;
}

Status read_parameters(const Json& json, Question& question) {
  if (!json.is_object()) return Status::invalid("an object of names and values was expected", "parameters");
  for (const auto& [name, value] : json.items()) {
    if (value.is_null()) continue;
    SOJOURN_TRY(question.parameters[name], texts_of(value, "parameters." + name));
  }
  return {};
}

Status read_key(const std::string& key, const Json& value, Question& question) {
  if (key == "parameters") return read_parameters(value, question);
  if (key == "by") {
    SOJOURN_TRY(question.by, texts_of(value, key));
    return {};
  }
  if (!value.is_string()) return Status::invalid("a text was expected", key);
  const std::string text = value.get<std::string>();
  if (key == "over") {
    if (text.empty()) return {};
    Result<Period> period = parse_period(text);
    if (!period) return std::move(period).error().within("over");
    question.over = *period;
  }
  if (key == "measure") question.measure = text;
  if (key == "where") question.where = text;
  if (key == "from") question.from = text;
  if (key == "to") question.to = text;
  if (key == "zone") question.zone = text;
  return {};
}

// For a POSIX shell: plain words as they are, all else in single quotes.
std::string shell_word(const std::string& text) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace

Result<Question> parse_question(std::string_view text) {
  static const std::array<std::string, 8> kKeys{"measure", "parameters", "where", "by", "over", "from", "to", "zone"};
  SOJOURN_TRY(const Json json, parse_object(text, "a question"));
  SOJOURN_CHECK(check_keys(json, kKeys));
  Question question;
  for (const auto& [key, value] : json.items()) {
    if (!value.is_null()) SOJOURN_CHECK(read_key(key, value, question));
  }
  if (question.measure.empty()) return Status::invalid("is needed: the name of a measure, such as nps", "measure");
  return question;
}

std::string question_json(const Question& question) {
  Json json;
  json["measure"] = question.measure;
  if (!question.parameters.empty()) {
    Json& parameters = json["parameters"] = Json::object();
    for (const auto& [name, values] : question.parameters) {
      if (values.size() == 1) {
        parameters[name] = values[0];
      } else {
        parameters[name] = values;
      }
    }
  }
  if (!question.where.empty()) json["where"] = question.where;
  if (!question.by.empty()) json["by"] = question.by;
  if (question.over) json["over"] = period_name(*question.over);
  if (!question.from.empty()) json["from"] = question.from;
  if (!question.to.empty()) json["to"] = question.to;
  json["zone"] = question.zone;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<CellRef> parse_cell(std::string_view text) {
  static const std::array<std::string, 2> kKeys{"keys", "column"};
  SOJOURN_TRY(const Json json, parse_object(text, "a cell"));
  SOJOURN_CHECK(check_keys(json, kKeys));
  CellRef cell;
  if (json.contains("column") && !json["column"].is_null()) {
    SOJOURN_TRY(cell.column, text_of(json["column"], "column"));
  }
  if (!json.contains("keys") || json["keys"].is_null()) return cell;
  if (!json["keys"].is_object()) return Status::invalid("an object of columns and values was expected", "keys");
  for (const auto& [name, value] : json["keys"].items()) {
    std::string wanted;  // Of an absent value, which JSON shows as null.
    if (!value.is_null()) {
      SOJOURN_TRY(wanted, text_of(value, "keys." + name));
    }
    cell.keys.emplace_back(name, std::move(wanted));
  }
  return cell;
}

std::string question_command(const Question& question) {
  std::string command = "sojourn ask " + shell_word(question.measure);
  for (const auto& [name, values] : question.parameters) {
    for (const std::string& value : values) command += " " + shell_word(name + "=" + value);
  }
  if (!question.where.empty()) command += " --where " + shell_word(question.where);
  if (!question.by.empty()) {
    std::string by;
    for (const std::string& each : question.by) by += (by.empty() ? "" : ",") + each;
    command += " --by " + shell_word(by);
  }
  if (question.over) command += " --over " + std::string(period_name(*question.over));
  // With "=", since "-30d" would look like an option of its own.
  if (!question.from.empty()) command += " " + shell_word("--from=" + question.from);
  if (!question.to.empty()) command += " " + shell_word("--to=" + question.to);
  if (question.zone != "UTC") command += " --zone " + shell_word(question.zone);
  return command;
}

}  // namespace sojourn
