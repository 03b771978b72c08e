#include "answers/asker.h"

#include <algorithm>

#include "answers/block_folding.h"
#include "answers/bound_question.h"
#include "answers/quality.h"
#include "enrich/voiced_snapshot.h"

namespace sojourn {
namespace {

// Says how many rows stand on too few answers to be compared.
void note_small_groups(const MeasureDefinition& definition, Answer& answer) {
  const auto n = std::find_if(answer.columns.begin(), answer.columns.end(),
                              [](const AnswerColumn& column) { return column.name == "n"; });
  if (definition.least_n == 0 || n == answer.columns.end()) return;
  const auto index = static_cast<size_t>(n - answer.columns.begin());
  int64_t small = 0;
  for (const std::vector<Value>& row : answer.rows) {
    const auto* count = std::get_if<int64_t>(&row[index]);
    small += count != nullptr && *count > 0 && *count < definition.least_n;
  }
  if (small == 0) return;
  const std::string least = std::to_string(definition.least_n);
  answer.notes.push_back(answer.rows.size() == 1 ? "n is below " + least + ": too few to compare or rank"
                                                 : std::to_string(small) + (small == 1 ? " row has" : " rows have") +
                                                       " n below " + least + ": too few to compare or rank");
}

// Of the columns of the voice, those whose words are known only once all is judged (VoiceEdition::words_grow).
bool names_growing(std::string_view text) {
  static const std::vector<std::string> growing = [] {
    std::vector<std::string> names;
    for (const VoiceColumnInfo& each : voice_columns()) {
      if (VoiceEdition::words_grow(each.column)) names.emplace_back(each.name);
    }
    return names;
  }();
  return std::any_of(growing.begin(), growing.end(),
                     [text](const std::string& name) { return text.find(name) != std::string_view::npos; });
}

// Does it need words that grow as texts are judged, as far as its own words tell?
bool reads_growing(const MeasureDefinition& definition, const Question& question) {
  bool reads = names_growing(definition.inputs) || names_growing(question.where) ||
               std::any_of(question.by.begin(), question.by.end(), names_growing);
  for (const auto& [name, values] : question.parameters) {
    reads = reads || std::any_of(values.begin(), values.end(), names_growing);
  }
  return reads;
}

Result<Answer> ask_bound(const MeasureDefinition& definition, const Question& question, const Snapshot& snapshot,
                         size_t threads, const std::atomic<bool>* cancelled, StateCache* cache) {
  // Binding waits for it otherwise, and cannot be cancelled.
  if (reads_growing(definition, question)) SOJOURN_CHECK(hear_words(snapshot, cancelled));
  SOJOURN_TRY(BoundQuestion bound, bind_question(definition, question, snapshot));
  if (snapshot.event_count() == 0) {
    bound.answer.none = "there are no events yet: import some";
    return std::move(bound.answer);
  }
  if (cache != nullptr) {
    SOJOURN_CHECK(cache->answer(bound, snapshot, threads, cancelled));
  } else {
    SOJOURN_TRY(const std::unique_ptr<FoldState> state, fold_blocks(snapshot, *bound.fold, threads, cancelled));
    SOJOURN_CHECK(snapshot.status());  // Damage found while reading: what was folded is worth nothing.
    SOJOURN_CHECK(bound.fold->finish(*state, bound.answer));
  }
  if (bound.answer.rows.empty() && bound.answer.none.empty()) bound.answer.none = "no events match the question";
  note_small_groups(definition, bound.answer);
  if (const size_t left_out = snapshot.properties_left_out(); left_out > 0) {
    bound.answer.notes.push_back("properties that found no column and cannot be asked about: " +
                                 std::to_string(left_out));
  }
  return std::move(bound.answer);
}

// Asks the newest snapshot. Column files that turn out to be damaged are derived anew, once, and asked again.
template <class Ask>
auto ask_newest(Timelines& timelines, Ask ask) -> decltype(ask(std::declval<const Snapshot&>())) {
  SOJOURN_TRY(std::shared_ptr<const Snapshot> snapshot, timelines.current());
  auto answer = ask(*snapshot);
  if (answer.has_value() || snapshot->status().ok()) return answer;
  SOJOURN_TRY(snapshot, timelines.current());
  return ask(*snapshot);
}

// Folded as expanded, shown as asked.
Result<Answer> ask_timelines(const MeasureDefinition& definition, const Question& question, const Question& expanded,
                             const Snapshot& snapshot, const std::atomic<bool>* cancelled, StateCache* cache) {
  SOJOURN_TRY(Answer answer, ask_bound(definition, expanded, snapshot, 0, cancelled, cache));
  answer.question = question;
  answer.convention = convention_text(definition, question);
  return answer;
}

Status only_from_store(const MeasureDefinition& definition) {
  return Status::invalid(
      "\"" + definition.id + "\" comes from the record, not from timelines: it counts rows, not customers", "measure");
}

}  // namespace

Result<Answer> ask_snapshot(const Question& question, const Snapshot& snapshot, size_t threads, StateCache* cache) {
  SOJOURN_TRY(const MeasureDefinition* definition, find_measure(question.measure));
  if (!definition->bind) return only_from_store(*definition);
  return ask_bound(*definition, question, snapshot, threads, nullptr, cache);
}

Result<Question> with_segments(const Question& question, const FindSegment& find) {
  SOJOURN_TRY(const MeasureDefinition* definition, find_measure(question.measure));
  Question expanded = question;
  Result<std::string> where = expand_segments(question.where, find);
  if (!where) return std::move(where).error().within("where");
  expanded.where = *std::move(where);
  for (const ParameterInfo& parameter : definition->parameters) {
    const auto given = expanded.parameters.find(parameter.name);
    if (parameter.type != ParameterType::kFilter || given == expanded.parameters.end()) continue;
    for (std::string& text : given->second) {
      Result<std::string> filter = expand_segments(text, find);
      if (!filter) return std::move(filter).error().within(parameter.name);
      text = *std::move(filter);
    }
  }
  return expanded;
}

Result<Answer> Asker::ask_on(const Prepared& asked, const Question& question, const Snapshot& snapshot,
                             const std::atomic<bool>* cancelled) const {
  if (!asked.definition->bind) return ask_record(*asked.definition, question);
  return ask_timelines(*asked.definition, question, asked.expanded, snapshot, cancelled, states_.get());
}

Result<Answer> Asker::ask_record(const MeasureDefinition& definition, const Question& question) const {
  Answer answer;
  answer.question = question;
  answer.unit = definition.unit;
  answer.definition = definition.definition;
  answer.convention = convention_text(definition, question);
  SOJOURN_CHECK(answer_quality(store_, answer));
  return answer;
}

Result<Asker::Prepared> Asker::prepare(const Question& question) const {
  Prepared prepared;
  SOJOURN_TRY(prepared.definition, find_measure(question.measure));
  SOJOURN_TRY(prepared.expanded, with_segments(question, find_segment_));
  SOJOURN_CHECK(check_question(*prepared.definition, prepared.expanded));
  return prepared;
}

Result<Answer> Asker::ask(const Question& question, const std::atomic<bool>* cancelled) const {
  SOJOURN_TRY(const Prepared asked, prepare(question));
  if (!asked.definition->bind) return ask_record(*asked.definition, question);
  return ask_newest(timelines_, [&](const Snapshot& snapshot) { return ask_on(asked, question, snapshot, cancelled); });
}

Result<std::vector<Result<Answer>>> Asker::ask_all(std::span<const Question> questions,
                                                   const std::atomic<bool>* cancelled) const {
  const auto ask_each = [&](const Snapshot& snapshot) -> Result<std::vector<Result<Answer>>> {
    std::vector<Result<Answer>> answers;
    for (const Question& question : questions) {
      Result<Prepared> asked = prepare(question);
      answers.push_back(asked ? ask_on(*asked, question, snapshot, cancelled) : Result<Answer>(asked.error()));
      if (answers.back().has_value()) continue;
      if (answers.back().error().code() == StatusCode::kCancelled) return answers.back().error();
      SOJOURN_CHECK(snapshot.status());  // Damage is mended by asking anew.
    }
    return answers;
  };
  return ask_newest(timelines_, ask_each);
}

Result<Micros> Asker::newest() const {
  SOJOURN_TRY(const std::shared_ptr<const Snapshot> snapshot, timelines_.current());
  const Micros clock = now();
  return snapshot->event_count() > 0 ? std::min(snapshot->time_span().to, clock) : clock;
}

Result<std::vector<uint32_t>> who_in_snapshot(const Question& question, const CellRef& cell, const Snapshot& snapshot,
                                              size_t wanted) {
  SOJOURN_TRY(const MeasureDefinition* definition, find_measure(question.measure));
  if (!definition->bind) return only_from_store(*definition);
  SOJOURN_TRY(const BoundQuestion bound, bind_question(*definition, question, snapshot));
  std::unique_ptr<FoldState> whole;
  if (bound.fold->who_needs_whole()) {
    SOJOURN_TRY(whole, fold_blocks(snapshot, *bound.fold, wanted, nullptr));
  }
  const size_t threads = threads_for(snapshot, wanted);
  std::vector<std::vector<uint32_t>> found(threads);
  BlockFolding folding(snapshot, *bound.fold, threads, nullptr);
  SOJOURN_CHECK(folding.each(snapshot.block_count(), [&](size_t thread, size_t block) {
    return bound.fold->who(cell, folding.read(thread, block), whole.get(), found[thread]);
  }));
  SOJOURN_CHECK(snapshot.status());
  std::vector<uint32_t> all;
  for (const std::vector<uint32_t>& each : found) all.insert(all.end(), each.begin(), each.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

Result<std::vector<uint32_t>> Asker::who_numbers(const Question& asked, const CellRef& cell) const {
  SOJOURN_TRY(const Question question, with_segments(asked, find_segment_));
  return ask_newest(timelines_, [&](const Snapshot& snapshot) { return who_in_snapshot(question, cell, snapshot, 0); });
}

Result<People> Asker::who(const Question& question, const CellRef& cell, size_t offset, size_t limit) const {
  SOJOURN_TRY(const std::vector<uint32_t> numbers, who_numbers(question, cell));
  People people;
  people.total = static_cast<int64_t>(numbers.size());
  const size_t begin = std::min(offset, numbers.size());
  const size_t count = std::min(limit, numbers.size() - begin);
  SOJOURN_TRY(std::vector<Store::Customer> customers,
              store_.customers(std::span<const uint32_t>(numbers).subspan(begin, count)));
  for (Store::Customer& customer : customers) {
    people.people.push_back({customer.number, std::move(customer.identifiers)});
  }
  return people;
}

}  // namespace sojourn
