#include "api/caller.h"

#include "base/decimal.h"
#include "timelines/filter.h"

namespace sojourn {
namespace {

constexpr std::string_view kColumn = "where: column ";

}  // namespace

Result<std::string> where_in_scope(const std::string& where, const Caller& caller) {
  if (caller.scope.empty()) return where;
  SOJOURN_TRY(const Filter asked, Filter::parse(where));
  return join_scopes(asked.empty() ? std::string() : where, caller.scope);
}

std::string join_scopes(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a.empty() ? b : a;
  return "(" + a + ") and (" + b + ")";
}

Result<Question> within_scope(Question question, const Caller& caller) {
  Result<std::string> where = where_in_scope(question.where, caller);
  if (!where) return std::move(where).error().within("where");
  question.where = *std::move(where);
  return question;
}

Status as_asked(Status error, const Caller& caller) {
  if (caller.scope.empty() || !error.where().starts_with(kColumn)) return error;
  const Result<int64_t> column = parse_integer(error.where().substr(kColumn.size()));
  if (!column || *column < 2) return error;
  return {error.code(), error.message(), std::string(kColumn) + std::to_string(*column - 1)};  // One bracket before it.
}

Result<Answer> ask_in_scope(const Asker& asker, const Question& question, const Caller& caller,
                            const std::atomic<bool>* cancelled) {
  SOJOURN_TRY(const Question scoped, within_scope(question, caller));
  Result<Answer> answer = asker.ask(scoped, cancelled);
  if (!answer) return as_asked(std::move(answer).error(), caller);
  if (caller.scope.empty()) return answer;
  // How many were asked is told of the scope, too: of the rest not even how much there is.
  Question all;
  all.measure = "volume";
  all.where = caller.scope;
  SOJOURN_TRY(const Answer counted, asker.ask(all, cancelled));
  answer->events = counted.rows.empty() ? 0 : std::get<int64_t>(counted.rows.front().front());
  return answer;
}

}  // namespace sojourn
