#include <nlohmann/json.hpp>

#include "answers/answer_xlsx.h"
#include "answers/question_text.h"
#include "base/disk.h"
#include "base/suggest.h"
#include "cli/commands.h"
#include "cli/remote.h"

namespace sojourn {
namespace {

Result<CellRef> cell_of(const std::vector<std::string>& words) {
  CellRef cell;
  for (const std::string& word : words) {
    const size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Status::invalid("a cell is named by name=value, this is \"" + word + "\"", "cell");
    }
    std::string name = word.substr(0, equals);
    std::string value = word.substr(equals + 1);
    if (name == "column") {
      cell.column = std::move(value);
    } else {
      cell.keys.emplace_back(std::move(name), std::move(value));
    }
  }
  return cell;
}

Result<std::string> answer_text(const Answer& answer, Output format) {
  if (format == Output::kXlsx) return answer_xlsx(answer);
  if (format == Output::kJson) return answer_json(answer);
  return format == Output::kCsv ? answer_csv(answer) : answer_table(answer);
}

Status check_output(const AskWords& words) {
  if (words.format == Output::kXlsx && words.output.empty()) {
    return Status::invalid("a workbook goes into a file: name it, as in --output answer.xlsx", "--output");
  }
  if (words.output.empty() || !file_exists(words.output)) return {};
  return Status::conflict("the file exists already; name another or remove it", words.output);
}

// To the terminal, or into the file.
Status put_out(const std::string& text, const AskWords& words) {
  if (words.output.empty()) {
    print_line(text);
    return {};
  }
  SOJOURN_CHECK(write_file_atomic(words.output, text));
  print_notice("written to " + words.output);
  return {};
}

std::string media_type(Output format) {
  if (format == Output::kJson) return "application/json";
  if (format == Output::kXlsx) return std::string(kXlsxMedia);
  return format == Output::kCsv ? "text/csv" : "text/plain";
}

std::vector<Value> person_row(const std::vector<Identifier>& identifiers) {
  std::string others;
  for (size_t i = 1; i < identifiers.size(); ++i) others += (i > 1 ? ", " : "") + format_identifier(identifiers[i]);
  return {identifiers.empty() ? std::string() : format_identifier(identifiers.front()), others};
}

void print_people(const People& people, const WhoWords& words) {
  if (words.ask.format == Output::kJson) {
    nlohmann::ordered_json json;
    json["total"] = people.total;
    json["people"] = nlohmann::ordered_json::array();
    for (const Person& person : people.people) {
      nlohmann::ordered_json each;
      each["customer"] = person.identifiers.empty() ? "" : format_identifier(person.identifiers.front());
      each["number"] = person.number;
      each["identifiers"] = nlohmann::ordered_json::array();
      for (const Identifier& identifier : person.identifiers) {
        each["identifiers"].push_back(
            {{"kind", std::string(identifier_kind_name(identifier.kind))}, {"value", identifier.value}});
      }
      json["people"].push_back(std::move(each));
    }
    print_line(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    return;
  }
  std::vector<std::vector<Value>> rows;
  for (const Person& person : people.people) rows.push_back(person_row(person.identifiers));
  print_table({"customer", "also known as"}, rows, words.ask.format);
  if (words.ask.format == Output::kTable) {
    print_line(with_groups(people.total) + (people.total == 1 ? " customer" : " customers") +
               (static_cast<int64_t>(rows.size()) < people.total
                    ? ", " + with_groups(static_cast<int64_t>(rows.size())) + " shown (--limit, --offset)"
                    : ""));
  }
}

Result<People> people_of_server(const std::string& address, const Question& question, const CellRef& cell,
                                const WhoWords& words) {
  nlohmann::ordered_json body;
  body["question"] = nlohmann::json::parse(question_json(question));
  body["cell"]["keys"] = nlohmann::ordered_json::object();
  for (const auto& [name, value] : cell.keys) body["cell"]["keys"][name] = value;
  if (!cell.column.empty()) body["cell"]["column"] = cell.column;
  body["offset"] = words.offset;
  body["limit"] = words.limit;
  SOJOURN_TRY(const std::string reply, ask_server(address, "/v1/who", body.dump(), "application/json"));
  const nlohmann::json json = nlohmann::json::parse(reply, nullptr, false);
  if (!json.is_object()) return Status::unavailable("the server's reply is not JSON", address);
  People people;
  people.total = json.value("total", int64_t{0});
  for (const nlohmann::json& each : json.value("people", nlohmann::json::array())) {
    Person person;
    person.number = each.value("number", 0U);
    for (const nlohmann::json& one : each.value("identifiers", nlohmann::json::array())) {
      const std::optional<IdentifierKind> kind = find_identifier_kind(one.value("kind", ""));
      if (kind) person.identifiers.push_back({*kind, one.value("value", "")});
    }
    people.people.push_back(std::move(person));
  }
  return people;
}

}  // namespace

Result<Question> question_of(const AskWords& words) {
  Question question = words.question;
  question.by = words.by;
  if (!words.over.empty()) {
    SOJOURN_TRY(question.over, parse_period(words.over));
  }
  for (const std::string& assignment : words.assignments) {
    const size_t equals = assignment.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Status::invalid("a parameter is written name=value, this is \"" + assignment + "\"", "parameters");
    }
    question.parameters[assignment.substr(0, equals)].push_back(assignment.substr(equals + 1));
  }
  std::vector<std::string>& steps = question.parameters["step"];
  steps.insert(steps.end(), words.step_values.begin(), words.step_values.end());
  if (steps.empty()) question.parameters.erase("step");
  return question;
}

Status run_ask(const std::string& folder, const AskWords& words) {
  SOJOURN_TRY(const Question question, question_of(words));
  SOJOURN_CHECK(check_output(words));
  SOJOURN_TRY(const MeasureDefinition* const known, find_measure(question.measure));
  (void)known;
  Result<Workplace> place = open_workplace(folder, "sojourn ask", false);
  if (!place.has_value()) {
    const std::optional<std::string> server = server_of(place.error());
    if (!server) return std::move(place).error();
    SOJOURN_TRY(const std::string reply,
                ask_server(*server, "/v1/ask", question_json(question), media_type(words.format)));
    return put_out(reply, words);
  }
  ProgressBar bar("Timelines");
  SOJOURN_CHECK(place->timelines
                    ->current([&bar](int64_t done, int64_t total) {
                      bar.update(static_cast<double>(done), static_cast<double>(total));
                    })
                    .status());
  bar.finish();
  SOJOURN_TRY(const Answer answer, place->asker->ask(question));
  SOJOURN_TRY(const std::string text, answer_text(answer, words.format));
  return put_out(text, words);
}

Status run_who(const std::string& folder, const WhoWords& words) {
  SOJOURN_TRY(const Question question, question_of(words.ask));
  SOJOURN_TRY(const CellRef cell, cell_of(words.cell));
  Result<Workplace> place = open_workplace(folder, "sojourn who", false);
  if (!place.has_value()) {
    const std::optional<std::string> server = server_of(place.error());
    if (!server) return std::move(place).error();
    SOJOURN_TRY(const People people, people_of_server(*server, question, cell, words));
    print_people(people, words);
    return {};
  }
  SOJOURN_TRY(const People people, place->asker->who(question, cell, words.offset, words.limit));
  print_people(people, words);
  return {};
}

Status run_measures(const std::string& id, const std::string& markdown_folder, Output format) {
  if (!markdown_folder.empty()) {
    SOJOURN_CHECK(make_folders(markdown_folder));
    for (const MeasureDefinition& definition : catalogue()) {
      SOJOURN_CHECK(write_file_atomic(markdown_folder + "/" + definition.id + ".md", definition_markdown(definition)));
    }
    print_notice(std::to_string(catalogue().size()) + " pages written to " + markdown_folder);
    return {};
  }
  if (!id.empty()) {
    SOJOURN_TRY(const MeasureDefinition* const definition, find_measure(id));
    print_line(format == Output::kJson ? definition_json(*definition) : definition_text(*definition));
    return {};
  }
  if (format == Output::kJson) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const MeasureDefinition& definition : catalogue()) {
      list.push_back(nlohmann::ordered_json::parse(definition_json(definition)));
    }
    print_line(list.dump(2));
    return {};
  }
  std::vector<std::vector<Value>> rows;
  for (const MeasureDefinition& definition : catalogue()) {
    rows.push_back({definition.id, definition.title, definition.question});
  }
  print_table({"measure", "title", "question"}, rows, format);
  return {};
}

}  // namespace sojourn
