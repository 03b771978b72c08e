#include "answers/asker.h"

#include <algorithm>
#include <new>

#include "answers/bound_question.h"
#include "answers/quality.h"
#include "base/parallel.h"

namespace sojourn {
namespace {

// Runs work(thread, reader, block index) for every block, with a reader of its own for each thread.
// Errors: the one of the lowest block, kCancelled, kLimit when memory runs out.
template <class Work>
Status for_each_block(const Snapshot& snapshot, const Fold& fold, size_t threads, const std::atomic<bool>* cancelled,
                      Work work) {
  std::vector<std::unique_ptr<BlockReader>> readers(threads);
  std::vector<Status> errors(snapshot.block_count());
  const auto stopped = [cancelled] { return cancelled != nullptr && cancelled->load(std::memory_order_relaxed); };
  try {
    parallel_for(snapshot.block_count(), threads, [&](size_t thread, size_t index) {
      if (stopped()) return;
      if (readers[thread] == nullptr) readers[thread] = snapshot.reader(fold.columns());
      errors[index] = work(thread, readers[thread]->read(index));
    });
  } catch (const std::bad_alloc&) {
    return Status::limit("there is not enough memory for this question: ask for a shorter time or fewer splits");
  }
  if (stopped()) return Status(StatusCode::kCancelled, "the asker left before the answer was ready");
  for (Status& error : errors) {
    if (!error.ok()) return std::move(error);
  }
  return {};
}

size_t threads_for(const Snapshot& snapshot, size_t wanted) {
  const size_t threads = wanted == 0 ? thread_count() : wanted;
  return std::clamp<size_t>(snapshot.block_count(), 1, threads);
}

Result<std::unique_ptr<FoldState>> fold_all(const Snapshot& snapshot, const Fold& fold, size_t wanted,
                                            const std::atomic<bool>* cancelled) {
  const size_t threads = threads_for(snapshot, wanted);
  std::vector<std::unique_ptr<FoldState>> states;
  for (size_t i = 0; i < threads; ++i) states.push_back(fold.new_state());
  SOJOURN_CHECK(for_each_block(snapshot, fold, threads, cancelled, [&](size_t thread, const Block& block) {
    fold.fold_block(*states[thread], block);
    return Status();
  }));
  for (size_t i = 1; i < threads; ++i) fold.merge(*states[0], *states[i]);
  return std::move(states[0]);
}

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

Result<Answer> ask_bound(const MeasureDefinition& definition, const Question& question, const Snapshot& snapshot,
                         size_t threads, const std::atomic<bool>* cancelled) {
  SOJOURN_TRY(BoundQuestion bound, bind_question(definition, question, snapshot));
  if (snapshot.event_count() == 0) {
    bound.answer.none = "there are no events yet: import some";
    return std::move(bound.answer);
  }
  SOJOURN_TRY(const std::unique_ptr<FoldState> state, fold_all(snapshot, *bound.fold, threads, cancelled));
  SOJOURN_CHECK(snapshot.status());  // Damage found while reading: what was folded is worth nothing.
  SOJOURN_CHECK(bound.fold->finish(*state, bound.answer));
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

Status only_from_store(const MeasureDefinition& definition) {
  return Status::invalid(
      "\"" + definition.id + "\" comes from the record, not from timelines: it counts rows, not customers", "measure");
}

}  // namespace

Result<Answer> ask_snapshot(const Question& question, const Snapshot& snapshot, size_t threads) {
  SOJOURN_TRY(const MeasureDefinition* definition, find_measure(question.measure));
  if (!definition->bind) return only_from_store(*definition);
  return ask_bound(*definition, question, snapshot, threads, nullptr);
}

Result<Answer> Asker::ask(const Question& question, const std::atomic<bool>* cancelled) const {
  SOJOURN_TRY(const MeasureDefinition* definition, find_measure(question.measure));
  SOJOURN_CHECK(check_question(*definition, question));
  if (definition->bind) {
    return ask_newest(
        timelines_, [&](const Snapshot& snapshot) { return ask_bound(*definition, question, snapshot, 0, cancelled); });
  }
  Answer answer;
  answer.question = question;
  answer.unit = definition->unit;
  answer.definition = definition->definition;
  answer.convention = convention_text(*definition, question);
  SOJOURN_CHECK(answer_quality(store_, answer));
  return answer;
}

Result<std::vector<uint32_t>> who_in_snapshot(const Question& question, const CellRef& cell, const Snapshot& snapshot,
                                              size_t wanted) {
  SOJOURN_TRY(const MeasureDefinition* definition, find_measure(question.measure));
  if (!definition->bind) return only_from_store(*definition);
  SOJOURN_TRY(const BoundQuestion bound, bind_question(*definition, question, snapshot));
  std::unique_ptr<FoldState> whole;
  if (bound.fold->who_needs_whole()) {
    SOJOURN_TRY(whole, fold_all(snapshot, *bound.fold, wanted, nullptr));
  }
  const size_t threads = threads_for(snapshot, wanted);
  std::vector<std::vector<uint32_t>> found(threads);
  SOJOURN_CHECK(for_each_block(snapshot, *bound.fold, threads, nullptr, [&](size_t thread, const Block& block) {
    return bound.fold->who(cell, block, whole.get(), found[thread]);
  }));
  SOJOURN_CHECK(snapshot.status());
  std::vector<uint32_t> all;
  for (const std::vector<uint32_t>& each : found) all.insert(all.end(), each.begin(), each.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

Result<std::vector<uint32_t>> Asker::who_numbers(const Question& question, const CellRef& cell) const {
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
