#include "answers/bound_question.h"

#include <algorithm>

#include "answers/watched_snapshot.h"
#include "base/bytes.h"
#include "base/limits.h"

namespace sojourn {
namespace {

Result<Micros> parse_moment(const std::string& text, const Zone& zone, Micros newest) {
  if (text == "now") return (newest / kSecond + (newest % kSecond < 0 ? 0 : 1)) * kSecond;
  if (text == "today") return PeriodCutter(Period::kDay, zone).start(newest);
  if (text.starts_with('-')) {
    SOJOURN_TRY(const Micros back, parse_duration(std::string_view(text).substr(1)));
    return std::max(kTimeMin, newest - std::min(back, newest - kTimeMin));
  }
  const Result<ParsedTime> time = parse_time(text, zone);
  if (time) return time->utc;
  return Status::invalid(time.error().message() + " (or now, today, -30d)");
}

}  // namespace

Result<QuestionTimes> question_times(const Question& question, const Snapshot& snapshot, const Zone& zone) {
  const Micros clock = now();
  const Micros last = snapshot.event_count() > 0 ? snapshot.time_span().to : clock;
  QuestionTimes times;
  times.as_of = std::min(clock, last);
  times.newest = times.as_of;
  const Micros newest = times.newest;
  if (!question.from.empty()) {
    Result<Micros> from = parse_moment(question.from, zone, newest);
    if (!from) return std::move(from).error().within("from");
    times.range.from = *from;
  }
  if (!question.to.empty()) {
    Result<Micros> to = parse_moment(question.to, zone, newest);
    if (!to) return std::move(to).error().within("to");
    times.range.to = *to;
    if (*to <= clock) times.as_of = *to;  // A future end tells nothing: the newest event does, or the clock.
  }
  if (times.range.from >= times.range.to) {
    return Status::invalid("\"" + question.from + "\" is not before \"" + question.to + "\", and the end is out",
                           "from");
  }
  return times;
}

std::string convention_text(const MeasureDefinition& definition, const Question& question) {
  std::string text;
  for (const ParameterInfo& parameter : definition.parameters) {
    const auto given = question.parameters.find(parameter.name);
    std::string value;
    if (given != question.parameters.end()) {
      for (const std::string& each : given->second) value += (value.empty() ? "" : "; ") + each;
    } else {
      value = parameter.default_value;
    }
    text += parameter.name + " = " + (value.empty() ? "none" : value) + ", ";
  }
  return text + "interval: " + (definition.interval.empty() ? "none" : definition.interval) + ", times in " +
         question.zone;
}

Status check_question(const MeasureDefinition& definition, const Question& question) {
  if (!definition.splits) {
    const std::string no = "\"" + definition.id + "\" cannot be ";
    if (!question.by.empty()) return Status::invalid(no + "split", "by");
    if (question.over) return Status::invalid(no + "split by time", "over");
    if (!question.where.empty()) return Status::invalid(no + "filtered", "where");
  }
  if (!definition.bind && (!question.from.empty() || !question.to.empty())) {
    return Status::invalid("\"" + definition.id + "\" speaks of everything that was imported; leave from and to away",
                           question.from.empty() ? "to" : "from");
  }
  if (definition.id == "topic_effect" && std::ranges::find(question.by, "voice.topic") != question.by.end()) {
    return Status::invalid(
        "\"topic_effect\" has a row a topic already, each against the answers of all others; split by "
        "voice.topic no others would be left: leave it away",
        "by");
  }
  for (size_t i = 0; i < question.by.size(); ++i) {
    if (std::find(question.by.begin(), question.by.begin() + static_cast<std::ptrdiff_t>(i), question.by[i]) !=
        question.by.begin() + static_cast<std::ptrdiff_t>(i)) {
      return Status::invalid("\"" + question.by[i] + "\" is given twice", "by");
    }
  }
  Result<Zone> zone = Zone::find(question.zone);
  if (!zone) return std::move(zone).error().within("zone");
  Result<Filter> where = Filter::parse(question.where);
  if (!where) return std::move(where).error().within("where");
  return check_parameters(definition, question);
}

namespace {

// All that a state hangs on besides the blocks.
std::string state_key(const Question& question, const QuestionTimes& times, const Snapshot& snapshot, bool moving) {
  ByteWriter key;
  key.text(question.measure);
  for (const auto& [name, values] : question.parameters) {
    key.text(name);
    key.u64(values.size());
    for (const std::string& value : values) key.text(value);
  }
  key.text("");  // No parameter is called this: the list is over.
  key.text(question.where);
  key.u64(question.by.size());
  for (const std::string& by : question.by) key.text(by);
  key.i64(question.over ? static_cast<int64_t>(*question.over) : -1);
  key.text(question.zone);
  key.text(question.from);
  key.text(question.to);
  key.i64(times.range.from);
  key.i64(times.range.to);
  // A property may have been nowhere when the question was bound.
  key.u64(snapshot.columns().size());
  key.u64(snapshot.properties_left_out());
  if (moving) {
    key.i64(times.as_of);
    key.i64(times.newest);
    key.i64(snapshot.time_span().from);
    key.i64(snapshot.time_span().to);
    key.i64(snapshot.event_count());
    key.i64(snapshot.customer_count());
    key.i64(snapshot.last_sequence());
  }
  return key.take();
}

}  // namespace

Result<BoundQuestion> bind_question(const MeasureDefinition& definition, const Question& question,
                                    const Snapshot& snapshot) {
  SOJOURN_CHECK(check_question(definition, question));
  SOJOURN_TRY(const Zone zone, Zone::find(question.zone));
  SOJOURN_TRY(const QuestionTimes times, question_times(question, snapshot, zone));
  BoundQuestion bound;
  bound.answer.question = question;
  bound.answer.unit = definition.unit;
  bound.answer.definition = definition.definition;
  bound.answer.convention = convention_text(definition, question);
  bound.answer.as_of = times.as_of;
  bound.answer.events = snapshot.event_count();
  const auto watched = std::make_shared<const WatchedSnapshot>(snapshot);
  BindContext context(*watched, question, definition, zone, times.range, times.as_of, times.newest);
  SOJOURN_TRY(bound.fold, definition.bind(context));
  const bool moving = watched->moment_asked() || context.as_of_asked();
  if (!watched->people_asked()) bound.state_key = state_key(question, times, snapshot, moving);
  bound.watched = watched;
  return bound;
}

}  // namespace sojourn
