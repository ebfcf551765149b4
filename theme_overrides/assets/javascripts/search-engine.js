// Answers queries from the static index below search/; generator/search/index.py says what is in it.
//
//   const search = window.zhanting.search;
//   await search.open("../../");                      // the website's root; begins to load names
//   const found = await search.query("能电商园联", {
//     kind: "", type: "", region: "", year: "",       // filters; empty or left out: all
//     limit: 10,                                      // how many results are made out
//     early: function (found) {},                     // what the names alone give, before the text
//     stale: function () { return false; },           // true: the visitor has typed on
//   });
//
// `query` resolves to null once `stale()` says so, and rejects when the index cannot be fetched (the
// next call tries again). Nothing is fetched before the first call. Otherwise it resolves to
//
//   { total, results, groups, counts, nearest, query, complete }
//   results: [{ permalink, name, also, kind, kindLabel, type, region, years, score, how, ranges,
//               alsoRanges, excerpt() }], the best first, at most `limit`
//     also: the other name that matched, or ""; ranges, alsoRanges: [[from, to], …] in name and also
//     excerpt(): promise of { text, ranges }, the sentence that answers, or the record's summary
//   groups: [{ kind, label, total, results }], the results by kind, the best kind first
//   counts: { kind, type, region, year: [{ value, label, count }] }, each under the other filters
//   nearest: up to five { permalink, name } when total is 0
//   complete: false for `early`, and when the text could not be searched
//
// How a match is ranked. Up to 8 points are lost for what the name has besides; 1 for a short name.
//
//   100  exact            the whole of a name
//    92  pinyin, initials all of a name: tongketiandidangzhibu, tktddzb
//    85  surname          one character that a person's name begins with
//    80  prefix           the beginning of a name: 同科天地
//    76  pinyin-prefix    tongket, tktd, 同ketian
//    70  substring        a part of a name, across its words: 能电商园联
//    66  pinyin-part      xinyangkongjian inside a longer name, from the start of a word
//    64  words            each word stands in a name, or in kind, type, region, year, topics
//    56  sound            homophones: 郑小斐, 同科天第
//    56  inside           the query holds a whole name; -30 × the share of the query beside it
//    54  abbreviation     characters of a name in order: 海能党委; -3 for each further piece
//    52  facts            each word stands in kind, type, region, year or topics alone
//    50  wrong            one character wrong, missing, too many or swapped; from seven characters
//                         on two, from eleven on three; -6 for each after the first
//    46  text             the words stand on the page (+4 in name, facts or summary)
//    24  partly           most of a longer query stands on the page; only when all else fails
//
// Synonyms and a query without its padding (在哪里, 介绍) cost 6 points. Guesses (sound, wrong) are
// left out when a name or a text holds the query as it was typed.
(function () {
  "use strict";
  const SCORES = {
    exact: 100, sounded: 92, surname: 85, prefix: 80, soundedPrefix: 76, substring: 70, soundedPart: 66,
    words: 64, inside: 56, sound: 56, abbreviation: 54, facts: 52, wrong: 50, text: 46, partly: 24
  };
  const SURE = 58; // from here on, the query was meant as it was typed
  const VARIANT = 6;
  const FIRST = 33;
  const BASE = 47;
  const CHECKED = 20; // how many pages are looked into to see that words stand together
  const TERMS = 5; // of a phrase that are looked up
  const LINE = 96; // characters of an excerpt

  let root = null;
  let opening = null;
  let index = null;
  let names = null;
  let simplified = null;
  const files = new Map();

  // ---------------------------------------------------------------- files

  function load(path, hash) {
    const url = new URL("search/" + path + (hash ? "?v=" + hash : ""), root).href;
    if (!files.has(url)) {
      const asked = fetch(url, hash ? {} : { cache: "no-cache" }).then(function (answer) {
        if (!answer.ok) throw new Error(url + ": " + answer.status);
        return answer.text();
      });
      files.set(url, asked);
      asked.catch(function () { files.delete(url); });
    }
    return files.get(url);
  }

  function open(base) {
    if (base !== undefined) root = new URL(base, document.baseURI).href;
    if (!opening) {
      opening = begin();
      opening.catch(function () { opening = null; });
    }
    return opening;
  }

  async function begin() {
    if (!root) root = document.baseURI;
    index = JSON.parse(await load("index.json"));
    set_rules(index.rules);
    const shards = index.names.map(function (hash, number) { return load("names/" + number + ".txt", hash); });
    const read = await Promise.all([load("sounds.txt", index.sounds)].concat(shards));
    names = read_names(read[0], read.slice(1));
  }

  // ---------------------------------------------------------------- the normal form (normalize.py)

  let rules = null;
  const kept = new Map();

  // pairs: traditional characters and their simplified forms, two strings.
  function set_rules(data, pairs) {
    rules = data;
    kept.clear();
    if (pairs) set_simplified(pairs);
  }

  function set_simplified(pairs) {
    const simple = Array.from(pairs[1] || "");
    simplified = new Map(Array.from(pairs[0]).map(function (char, at) { return [char, simple[at]]; }));
  }

  function within(code, ranges) {
    return ranges.some(function (range) { return range[0] <= code && code <= range[1]; });
  }

  function keep(char) {
    const code = char.codePointAt(0);
    if (rules.silent.includes(char) || within(code, rules.silent_ranges)) return "";
    if (rules.stop.includes(char)) return "\n";
    return within(code, rules.pause_ranges) ? " " : char;
  }

  function normal_char(char) {
    let found = kept.get(char);
    if (found === undefined) {
      found = Array.from(char.normalize("NFKC").toLowerCase()).map(function (each) {
        return Array.from(rules.map[each] || each).map(keep).join("");
      }).join("");
      kept.set(char, found);
    }
    return found;
  }

  // The normal form as a list: [character, from, to], the place in `text` that each came from.
  function normal_list(text) {
    const list = [];
    let gap = "";
    let at = 0;
    for (const char of text) {
      for (const each of normal_char(char)) {
        if (each === "\n" || each === " ") {
          gap = each === "\n" || gap === "\n" ? "\n" : " ";
        } else {
          if (gap && list.length) list.push([gap, at, at]);
          gap = "";
          list.push([simplified && simplified.get(each) || each, at, at + char.length]);
        }
      }
      at += char.length;
    }
    return list;
  }

  function normalize(text) {
    return normal_list(text).map(function (each) { return each[0]; }).join("");
  }

  function flat_list(text) {
    return normal_list(text).filter(function (each) { return each[0] !== " " && each[0] !== "\n"; });
  }

  function grams(normal) {
    const found = [];
    (normal.match(/[0-9]+|[a-z]+|[^0-9a-z+ \n]+(?: +[^0-9a-z+ \n]+)*/g) || []).forEach(function (run) {
      if (run.charCodeAt(0) < 128) {
        found.push(run);
        return;
      }
      const chars = Array.from(run.replace(/ /g, ""));
      for (let at = 0; at + 1 < chars.length; at += 1) found.push(chars[at] + chars[at + 1]);
    });
    return Array.from(new Set(found));
  }

  function is_latin(char) { return char < "\u0080"; }

  // ---------------------------------------------------------------- names

  function read_names(sounds, shards) {
    const syllables = new Map();
    sounds.split("\n").forEach(function (line) {
      const parts = line.split(" ");
      for (const char of parts[1] || "") syllables.set(char, parts[0]);
    });
    const records = new Map();
    const forms = [];
    shards.forEach(function (text, number) {
      const lines = text.split("\n");
      const lists = JSON.parse(lines[0]);
      let slot = number * index.nameSlots - 1;
      lines.slice(1).forEach(function (line) {
        const fields = line.split("\t");
        slot += Number(fields[0]);
        const kind = index.kinds[Number(fields[1])];
        const record = {
          slot: slot,
          kind: kind[1],
          kindLabel: kind[2],
          type: lists.types[Number(fields[2])],
          region: fields[3] ? lists.regions[Number(fields[3])] : "",
          years: fields[4] ? fields[4].split(",") : [],
          topics: fields[5] ? fields[5].split(",").map(function (each) { return lists.topics[Number(each)]; }) : [],
          forms: [],
          permalink: "",
          facts: null,
          hay: ""
        };
        for (let at = 7; at < fields.length; at += 2) {
          const form = make_form(record, fields[at], fields[at + 1], at === 7);
          record.forms.push(form);
          forms.push(form);
        }
        record.permalink = kind[0] + "/" + (fields[6] || slug_of(record.forms[0], syllables)) + "/";
        records.set(slot, record);
      });
    });
    const alphabet = new Set(syllables.keys());
    forms.forEach(function (form) { form.chars.forEach(function (char) { alphabet.add(char); }); });
    return { records: records, forms: forms, syllables: syllables, codes: new Map(), flats: new Map(), alphabet: alphabet };
  }

  // chars: the flat normal form, a character an item; starts: whether a word of the name begins there.
  function make_form(record, name, readings, is_full) {
    const chars = [];
    const starts = [];
    let is_start = true;
    for (const char of name) {
      const normal = normal_char(char);
      if (!normal) is_start = true;
      for (const each of normal) {
        if (each === " " || each === "\n") {
          is_start = true;
        } else {
          const before = chars[chars.length - 1];
          starts.push(is_start || is_latin(before) !== is_latin(each));
          chars.push(simplified && simplified.get(each) || each);
          is_start = false;
        }
      }
    }
    const told = new Map();
    (readings ? readings.split(" ") : []).forEach(function (each) {
      const parts = /^(\d+)(.*)$/.exec(each);
      told.set(Number(parts[1]), parts[2]);
    });
    return {
      record: record, name: name, chars: chars, key: chars.join(""), starts: starts, told: told,
      loss: is_full ? 0 : 1, sounds: null, heard: null
    };
  }

  function slug_of(form, syllables) {
    const spelled = form.chars.map(function (char, at) {
      return is_latin(char) ? char : " " + (form.told.get(at) || syllables.get(char) || "") + " ";
    }).join("");
    let slug = "";
    (spelled.match(/[a-z0-9]+/g) || []).every(function (word) {
      if (slug.length + word.length >= 60) return false;
      slug = slug ? slug + "-" + word : word;
      return true;
    });
    return slug;
  }

  // The ways to say each character of a name: as in this name, and alone.
  function sounds_of(form) {
    if (!form.sounds) {
      form.sounds = form.chars.map(function (char, at) {
        const alone = names.syllables.get(char);
        const told = form.told.get(at);
        return (told && told !== alone ? [told, alone] : [alone]).filter(Boolean);
      });
    }
    return form.sounds;
  }

  // One character a syllable, so that homophones are found by comparing strings.
  function code_of(syllable) {
    if (!names.codes.has(syllable)) names.codes.set(syllable, String.fromCharCode(0xe000 + names.codes.size));
    return names.codes.get(syllable);
  }

  function heard(form) {
    if (!form.heard) {
      const said = sounds_of(form);
      form.heard = form.chars.map(function (char, at) {
        return said[at].length ? code_of(said[at][0]) : char;
      }).join("");
    }
    return form.heard;
  }

  function facts_of(record) {
    if (!record.facts) {
      const words = [record.kindLabel, record.type].concat(record.region.split(" "), record.years, record.topics);
      record.facts = words.map(flat_fact).filter(Boolean);
      record.hay = record.forms.map(function (form) { return form.key; }).concat(record.facts).join("\n");
    }
    return record.facts;
  }

  // Many records share their facts.
  function flat_fact(word) {
    let found = names.flats.get(word);
    if (found === undefined) {
      found = normalize(word).replace(/[ \n]/g, "");
      names.flats.set(word, found);
    }
    return found;
  }

  // ---------------------------------------------------------------- the query

  async function read_query(text) {
    const is_strange = !simplified && Array.from(normalize(text)).some(function (char) {
      return !is_latin(char) && !names.alphabet.has(char);
    });
    if (is_strange) {
      set_simplified((await load("traditional.txt", index.traditional)).split("\n"));
    }
    return made_query(normalize(text), 0);
  }

  function made_query(normal, loss) {
    const words = normal.split(/[ \n]+/).filter(Boolean);
    const flat = words.join("");
    const chars = Array.from(flat);
    return {
      normal: normal, words: words, flat: flat, chars: chars, loss: loss,
      has_latin: /[a-z]/.test(flat), is_latin: chars.every(is_latin)
    };
  }

  // The query with a word replaced by one that means the same.
  function synonyms_of(query) {
    const found = [];
    index.synonyms.forEach(function (group) {
      const held = group.filter(function (word) { return query.normal.includes(word); })
        .sort(function (a, b) { return b.length - a.length; })[0];
      if (!held) return;
      group.forEach(function (word) {
        if (word !== held && !held.includes(word)) found.push(query.normal.replace(held, word));
      });
      // A shorter word inside the one that was typed widens the search: 党支部 → 支部.
      group.forEach(function (word) {
        if (word !== held && held.includes(word)) found.push(query.normal.replace(held, word));
      });
    });
    return Array.from(new Set(found)).slice(0, 6).map(function (normal) { return made_query(normal, VARIANT); });
  }

  // The query without what people say around it: 请问…在哪里.
  function bare(query) {
    let text = query.normal;
    let before;
    do {
      before = text;
      index.rules.fillers.forEach(function (word) {
        if (text.length <= word.length) return;
        if (text.startsWith(word)) text = text.slice(word.length).trim();
        else if (text.endsWith(word)) text = text.slice(0, -word.length).trim();
      });
    } while (text !== before);
    text = text.replace(/([^ \n]{2})的([^ \n]{2})/g, "$1 $2");
    return text && text !== query.normal ? made_query(text, VARIANT) : null;
  }

  // 青岛志愿服务队 → 青岛 志愿服务队: a fact at either end is a word of its own.
  function split_by_facts(query) {
    if (query.words.length !== 1 || query.chars.length < 4) return null;
    if (!names.facts) {
      names.facts = new Set();
      names.records.forEach(function (record) {
        facts_of(record).forEach(function (fact) { if (fact.length > 1) names.facts.add(fact); });
      });
    }
    for (let at = query.chars.length - 2; at >= 2; at -= 1) {
      const head = query.chars.slice(0, at).join("");
      const tail = query.chars.slice(at).join("");
      if (names.facts.has(head) || names.facts.has(tail)) return made_query(head + " " + tail, query.loss);
    }
    return null;
  }

  // ---------------------------------------------------------------- matches of names

  // hits: slot → { score, how, form, marks }; marks: places in form.chars, [[from, to], …].
  function add(hits, form, how, loss, marks) {
    const length = Math.max(1, form.chars.length);
    const held = marks.reduce(function (sum, mark) { return sum + mark[1] - mark[0]; }, 0);
    const rest = how === "facts" ? 0 : 1 - Math.min(1, held / length);
    const score = SCORES[how] - loss - form.loss - 8 * rest;
    const known = hits.get(form.record.slot);
    if (!known || known.score < score) {
      hits.set(form.record.slot, { record: form.record, score: score, how: how, form: form, marks: marks });
    }
  }

  function match_plain(query, hits) {
    const size = query.chars.length;
    names.forms.forEach(function (form) {
      const found = form.key.indexOf(query.flat);
      if (found < 0) return;
      // Places count characters; those beyond the basic plane take two units of a string.
      const at = form.key.length === form.chars.length ? found : Array.from(form.key.slice(0, found)).length;
      const marks = [[at, at + size]];
      const is_part_of_number = size === 1 && is_latin(query.flat) && !form.starts[at];
      if (is_part_of_number) return;
      if (form.chars.length === size) add(hits, form, "exact", query.loss, marks);
      else if (at === 0 && size === 1 && form.record.kind === "member") add(hits, form, "surname", query.loss, marks);
      else if (at === 0) add(hits, form, "prefix", query.loss, marks);
      else {
        // The end of a Chinese name says what it is: 商圈党建联盟 before 商圈党建联盟成立.
        const loss = (form.starts[at] ? 0 : 0.5) + (at + size === form.chars.length ? 0 : 1);
        add(hits, form, "substring", query.loss + (size === 1 ? 10 : loss), marks);
      }
    });
  }

  // Consumes the query from the name's character `at` on; the best way has most whole syllables.
  // Returns [end, whole syllables, initials, typed characters], or null.
  function spell(text, from, form, at) {
    if (from === text.length) return [at, 0, 0, 0];
    if (at === form.chars.length) return null;
    const char = form.chars[at];
    if (text.startsWith(char, from)) {
      const rest = spell(text, from + char.length, form, at + 1);
      return rest && [rest[0], rest[1], rest[2], rest[3] + 1];
    }
    if (char === "+") return spell(text, from, form, at + 1);
    let best = null;
    sounds_of(form)[at].forEach(function (said) {
      (/^[ln]v/.test(said) ? [said, said.replace("v", "u")] : [said]).forEach(function (way) {
        if (best && best[2] === 0) return;
        let rest = null;
        if (text.startsWith(way, from)) {
          rest = spell(text, from + way.length, form, at + 1);
          if (rest) best = [rest[0], rest[1] + 1, rest[2], rest[3]];
        } else if (from > 0 && text.length - from > 1 && way.startsWith(text.slice(from))) {
          best = [at + 1, 1, 0, 0]; // still being typed
        }
        if (best) return;
        const initial = /^[zcs]h/.test(way) && text.startsWith(way.slice(0, 2), from) ? 2 : 1;
        if (way[0] === text[from]) {
          rest = spell(text, from + initial, form, at + 1);
          if (!rest && initial === 2) rest = spell(text, from + 1, form, at + 1);
          if (rest) best = [rest[0], rest[1], rest[2] + 1, rest[3]];
        }
      });
    });
    return best;
  }

  // How much a spelling must hold to be no accident: initials alone fit many names.
  function is_spelled(found, at, form, text) {
    const units = found[1] + found[2] + found[3];
    if (found[2] === 0 && found[3] === 0 && units === 1) return at === 0 && text.length > 1;
    if (found[2] === 0) return found[1] > 1 || found[3] > 0;
    if (found[1] === 0 && found[3] === 0) return at === 0 ? units > 1 : units > (form.starts[at] ? 2 : 4);
    if (found[2] > 2 * (found[1] + found[3])) return units > 4;
    return at === 0 || form.starts[at] ? units > 1 : units > 3 && found[1] + found[3] > 1;
  }

  function match_spelled(query, hits) {
    if (!query.has_latin) return;
    const text = query.flat;
    names.forms.forEach(function (form) {
      const said = sounds_of(form);
      for (let at = 0; at < form.chars.length; at += 1) {
        const char = form.chars[at];
        const is_near = char[0] === text[0] || said[at].some(function (each) { return each[0] === text[0]; });
        const found = is_near ? spell(text, 0, form, at) : null;
        // Letters typed as they stand are no pinyin; match_plain has them.
        if (!found || found[1] + found[2] === 0 || !is_spelled(found, at, form, text)) continue;
        const is_whole = at === 0 && found[0] === form.chars.length;
        const loss = query.loss + (found[1] && found[2] ? 2 : 0) + (at && !form.starts[at] ? 3 : 0);
        add(hits, form, is_whole ? "sounded" : at === 0 ? "soundedPrefix" : "soundedPart", loss, [[at, found[0]]]);
        break;
      }
    });
  }

  function match_words(query, hits) {
    if (query.words.length < 2) return;
    const lists = new Map(query.words.map(function (word) { return [word, Array.from(word)]; }));
    names.records.forEach(function (record) {
      const facts = facts_of(record);
      const is_possible = query.words.every(function (word) {
        return record.hay.includes(word) || lists.get(word).length >= 4 && record.hay.includes(lists.get(word)[0]);
      });
      if (!is_possible) return;
      const marks = new Map();
      let in_facts = 0;
      const fits = query.words.every(function (word) {
        const size = lists.get(word).length;
        for (const form of record.forms) {
          const at = form.key.indexOf(word);
          if (at >= 0) {
            marks.set(form, (marks.get(form) || []).concat([[at, at + size]]));
            return true;
          }
        }
        // 青岛 stands for 青岛市 too, 书记 for 党组织书记; a lone character says too little.
        const is_fact = facts.some(function (fact) {
          return fact === word || size > 1 && fact.includes(word);
        });
        if (!is_fact) return abbreviated(lists.get(word), record, marks);
        in_facts += 1;
        return true;
      });
      if (!fits) return;
      const best = Array.from(marks.entries()).sort(function (a, b) { return b[1].length - a[1].length; })[0];
      if (best) add(hits, best[0], "words", query.loss + 4 * in_facts / query.words.length, in_order(best[1]));
      else add(hits, record.forms[0], "facts", query.loss, []);
    });
  }

  function abbreviated(chars, record, marks) {
    if (chars.length < 4) return false;
    return record.forms.some(function (form) {
      const pieces = in_pieces(chars, form.chars);
      if (!pieces || pieces.length > 2) return false;
      marks.set(form, (marks.get(form) || []).concat(pieces));
      return true;
    });
  }

  function in_order(marks) {
    const sorted = marks.slice().sort(function (a, b) { return a[0] - b[0]; });
    return sorted.filter(function (mark, at) { return !at || mark[0] >= sorted[at - 1][1]; });
  }

  function match_facts(query, hits) {
    if (query.words.length !== 1 || query.chars.length < 2) return;
    names.records.forEach(function (record) {
      const facts = facts_of(record);
      if (facts.includes(query.flat)) add(hits, record.forms[0], "facts", query.loss, []);
    });
  }

  // A whole name inside a longer query, when it is a good part of it.
  function match_inside(query, hits) {
    if (query.chars.length < 3) return;
    names.forms.forEach(function (form) {
      const size = form.chars.length;
      const least = form.record.kind === "member" ? 2 : 3;
      if (size < least || size >= query.chars.length || !query.flat.includes(form.key)) return;
      const share = size / query.chars.length;
      if (share >= 0.4) add(hits, form, "inside", query.loss + 30 * (1 - share), [[0, size]]);
    });
  }

  // The fewest pieces of `chars` that hold the query's characters in order, or null.
  function in_pieces(query, chars) {
    let next = 0;
    for (let at = 0; at < chars.length && next < query.length; at += 1) if (chars[at] === query[next]) next += 1;
    if (next < query.length) return null;
    // ways[at]: pieces of the best way whose last character is chars[at].
    let ways = new Map();
    query.forEach(function (char, number) {
      const fresh = new Map();
      chars.forEach(function (each, at) {
        if (each !== char) return;
        if (number === 0) {
          fresh.set(at, [[at, at + 1]]);
          return;
        }
        let best = null;
        ways.forEach(function (pieces, last) {
          if (last >= at) return;
          const count = pieces.length + (last + 1 === at ? 0 : 1);
          if (!best || count < best.count) best = { count: count, pieces: pieces, joins: last + 1 === at };
        });
        if (!best) return;
        const pieces = best.pieces.map(function (piece) { return piece.slice(); });
        if (best.joins) pieces[pieces.length - 1][1] = at + 1;
        else pieces.push([at, at + 1]);
        fresh.set(at, pieces);
      });
      ways = fresh;
    });
    let best = null;
    ways.forEach(function (pieces) { if (!best || pieces.length < best.length) best = pieces; });
    return best;
  }

  function match_abbreviation(query, hits) {
    const size = query.chars.length;
    if (size < 3 || query.is_latin) return;
    names.forms.forEach(function (form) {
      if (form.chars.length <= size || form.key.includes(query.flat)) return;
      const pieces = in_pieces(query.chars, form.chars);
      if (!pieces) return;
      const from = pieces[0][0];
      const to = pieces[pieces.length - 1][1];
      const begins = form.starts[from];
      const ends = to === form.chars.length;
      const is_meant = size === 3 ? begins && (ends || pieces.length === 2) && from === 0
        : pieces.length === 2 || begins && (ends || pieces.length <= Math.ceil(size / 2) || from === 0);
      if (is_meant && to - from <= 4 * size) {
        add(hits, form, "abbreviation", query.loss + 3 * (pieces.length - 2) + (begins ? 0 : 2), pieces);
      }
    });
  }

  function match_sound(query, hits) {
    const size = query.chars.length;
    if (size < 2 || query.has_latin) return;
    const said = query.chars.map(function (char) {
      return names.syllables.has(char) ? code_of(names.syllables.get(char)) : char;
    }).join("");
    names.forms.forEach(function (form) {
      if (form.chars.length < size || form.key.includes(query.flat)) return;
      const at = heard(form).indexOf(said);
      if (at < 0) return;
      const same = query.chars.filter(function (char, place) { return char === form.chars[at + place]; }).length;
      const is_whole = form.chars.length === size;
      if (is_whole || size > 2 && same >= (size === 3 ? 1 : size / 2)) {
        add(hits, form, "sound", query.loss + (size - same), [[at, at + size]]);
      }
    });
  }

  // ---------------------------------------------------------------- wrong characters

  function match_wrong(query, hits) {
    const size = query.chars.length;
    if (size < 3 || query.is_latin) return;
    const wanted = new Set(query.chars);
    const allowed = size >= 11 ? 3 : size >= 7 ? 2 : 1;
    names.forms.forEach(function (form) {
      let held = 0;
      form.chars.forEach(function (char) { if (wanted.has(char)) held += 1; });
      if (held < size - allowed) return;
      const found = allowed === 1 ? one_wrong(query.chars, form) : some_wrong(query.chars, form.chars, allowed);
      if (found) add(hits, form, "wrong", query.loss + 6 * (found[2] - 1), [[found[0], found[1]]]);
    });
  }

  // [from, to, 1]: where the query stands in the name but for one character; null: nowhere.
  function one_wrong(query, form) {
    const chars = form.chars;
    const size = query.length;
    function equal(from, at) {
      for (let place = from; place < size; place += 1, at += 1) if (query[place] !== chars[at]) return false;
      return true;
    }
    for (let at = 0; at < chars.length; at += 1) {
      let same = 0;
      while (same < size && query[same] === chars[at + same]) same += 1;
      const is_whole = at === 0 && chars.length === size;
      const is_inner = same > 0 && same < size - 1;
      if (size === 3 && !(is_whole && same > 0)) continue;
      // At the edge of a short query, another character makes another word: 白鹭公园, 白鹭社区.
      const may_differ = is_inner || size > 4 || is_whole;
      if (same < size && at + size <= chars.length && may_differ && equal(same + 1, at + same + 1)) return [at, at + size, 1];
      if (!is_inner || size === 3) continue;
      if (equal(same, at + same + 1)) return [at, at + size + 1, 1];
      if (equal(same + 1, at + same)) return [at, at + size - 1, 1];
      const is_swapped = query[same] === chars[at + same + 1] && query[same + 1] === chars[at + same];
      if (is_swapped && equal(same + 2, at + same + 2)) return [at, at + size, 1];
    }
    return null;
  }

  // [from, to, errors] of the part of `chars` that is nearest to the query; null: none near enough.
  // Source: Sellers: The theory and computation of evolutionary distances (1980).
  function some_wrong(query, chars, allowed) {
    let row = query.map(function (_, at) { return [at + 1, 0]; });
    let best = null;
    chars.forEach(function (char, at) {
      const fresh = [];
      query.forEach(function (wanted, place) {
        const corner = place ? row[place - 1] : [0, at];
        const above = place ? fresh[place - 1] : [0, at + 1];
        const options = [
          [corner[0] + (wanted === char ? 0 : 1), corner[1]],
          [row[place][0] + 1, row[place][1]],
          [above[0] + 1, above[1]]
        ];
        fresh.push(options.reduce(function (a, b) { return b[0] < a[0] ? b : a; }));
      });
      const last = fresh[query.length - 1];
      if (last[0] <= allowed && (!best || last[0] < best[2])) best = [last[1], at + 1, last[0]];
      row = fresh;
    });
    return best;
  }

  // ---------------------------------------------------------------- the text tier

  function shard_of(term) {
    let value = 2166136261;
    Array.from(term).slice(0, 2).forEach(function (char) {
      value = Math.imul(value ^ char.codePointAt(0), 16777619);
    });
    value = value >>> 0;
    return ((value ^ (value >>> 15)) >>> 0) % index.grams;
  }

  // slot → 1 where the term stands in name, facts or summary, else 0.
  async function postings_of(term) {
    const shard = shard_of(term);
    const parts = [];
    for (let segment = 0; segment < index.segments; segment += 1) {
      parts.push(load("grams/" + (segment * index.grams + shard) + ".txt", index.gramsHash));
    }
    const found = new Map();
    (await Promise.all(parts)).forEach(function (text, segment) {
      unpack("\n" + text, term, segment * index.slots / index.segments, found);
    });
    return found;
  }

  function unpack(text, term, first, found) {
    const at = text.indexOf("\n" + term + "\t");
    if (at < 0) return;
    const end = text.indexOf("\n", at + 1);
    let value = 0;
    let before = 2 * (first - 1);
    for (let place = at + term.length + 2; place < (end < 0 ? text.length : end); place += 1) {
      const digit = text.charCodeAt(place) - FIRST;
      value = value * BASE + digit % BASE;
      if (digit >= BASE) continue;
      before += value;
      found.set(before >> 1, before & 1);
      before &= ~1;
      value = 0;
    }
  }

  // Records that hold every term of the query: slot → share of the terms that are strong.
  async function in_text(query) {
    // Each term is a request or more, and the page itself is looked into for the whole phrase.
    const most = Math.max(2, Math.ceil(TERMS / query.words.length));
    const terms = Array.from(new Set(query.words.reduce(function (all, word) {
      return all.concat(spread(grams(word), most));
    }, []))).slice(0, 2 * TERMS);
    if (!terms.length) return new Map();
    const lists = await Promise.all(terms.map(postings_of));
    lists.sort(function (a, b) { return a.size - b.size; });
    const found = new Map();
    lists[0].forEach(function (_, slot) {
      let strong = 0;
      for (const list of lists) {
        if (!list.has(slot)) return;
        strong += list.get(slot);
      }
      found.set(slot, strong / lists.length);
    });
    return found;
  }

  // Records that hold most terms of a longer query: slot → share of the terms.
  async function partly_in_text(query) {
    const terms = spread(grams(query.normal), 2 * TERMS);
    if (query.chars.length < 5 || terms.length < 3) return new Map();
    const held = new Map();
    (await Promise.all(terms.map(postings_of))).forEach(function (list) {
      list.forEach(function (_, slot) { held.set(slot, (held.get(slot) || 0) + 1); });
    });
    const found = new Map();
    held.forEach(function (count, slot) { if (count >= 0.7 * terms.length) found.set(slot, count / terms.length); });
    return found;
  }

  // At most `most` of the terms, evenly; the phrase itself is looked for on the page.
  function spread(terms, most) {
    const all = Array.from(new Set(terms));
    if (all.length <= most) return all;
    return all.filter(function (_, at) { return at === all.length - 1 || Math.floor(at * most / all.length) !== Math.floor((at - 1) * most / all.length); });
  }

  async function lines_of(record) {
    const lines = [];
    (await load("text/" + record.permalink.replace(/\/$/, "") + ".txt", index.gramsHash)).split("\n").forEach(function (line) {
      // Behind a tab: the simplified form of the line before, as long as the line itself.
      if (line[0] === "\t") lines[lines.length - 1].read = line.slice(1);
      else lines.push({ text: line, read: line });
    });
    return lines;
  }

  // Whether each word stands as it is on the page, in a name or among the facts.
  async function stands(query, record) {
    const texts = (await lines_of(record)).map(function (line) { return normalize(line.read).replace(/ /g, ""); });
    const held = record.forms.map(function (form) { return form.key; }).concat(facts_of(record), texts);
    const region = normalize(record.region).replace(/ /g, "");
    return query.words.every(function (word) {
      return region.includes(word) || held.some(function (text) { return text.includes(word); });
    });
  }

  // ---------------------------------------------------------------- the answer

  function sorted(hits) {
    return Array.from(hits.values()).sort(function (a, b) {
      return b.score - a.score || a.form.chars.length - b.form.chars.length ||
        (a.record.permalink < b.record.permalink ? -1 : 1);
    });
  }

  function top(hits) {
    let best = 0;
    hits.forEach(function (hit) { best = Math.max(best, hit.score); });
    return best;
  }

  function in_names(query, hits) {
    match_plain(query, hits);
    match_spelled(query, hits);
    match_words(query, hits);
    match_facts(query, hits);
    match_inside(query, hits);
    match_abbreviation(query, hits);
    const split = split_by_facts(query);
    if (split) match_words(split, hits);
  }

  function keep_better(hits, more) {
    more.forEach(function (hit, slot) {
      const known = hits.get(slot);
      if (!known || known.score < hit.score) hits.set(slot, hit);
    });
  }

  async function query(text, options) {
    const asked = options || {};
    const stale = asked.stale || function () { return false; };
    await open();
    const typed = await read_query(String(text));
    if (stale()) return null;
    const hits = new Map();
    if (!typed.flat) return answer(typed, hits, asked, true);
    in_names(typed, hits);
    // Looking through all names again takes time: only when nothing answers the query as it stands.
    const variants = top(hits) >= SURE ? [] : synonyms_of(typed).concat(bare(typed) || []);
    variants.forEach(function (variant) {
      const found = new Map();
      match_plain(variant, found);
      match_words(variant, found);
      match_abbreviation(variant, found);
      keep_better(hits, found);
    });
    if (asked.early && hits.size) asked.early(answer(typed, hits, asked, false));
    let is_complete = true;
    try {
      await add_text(typed, variants, hits, asked, stale);
    } catch (error) {
      // Without the text tier, the names still answer; without them there is nothing to show.
      if (!hits.size) throw error;
      is_complete = false;
    }
    return stale() ? null : answer(typed, hits, asked, is_complete);
  }

  async function add_text(typed, variants, hits, asked, stale) {
    const is_long = typed.chars.length > 1 && (!typed.is_latin || top(hits) < SCORES.soundedPart);
    if (is_long) await add_held(typed, hits, asked, stale);
    if (stale()) return;
    if (top(hits) < SURE) {
      const is_held = Array.from(hits.values()).some(function (hit) { return hit.how === "text"; });
      const guesses = new Map();
      match_sound(typed, guesses);
      if (!is_held) match_wrong(typed, guesses);
      keep_better(hits, guesses);
    }
    for (const variant of variants) {
      if (hits.size || stale()) return;
      await add_held(variant, hits, asked, stale);
    }
    if (hits.size || typed.is_latin || stale()) return;
    (await partly_in_text(typed)).forEach(function (share, slot) {
      add_slot(hits, slot, "partly", 16 * (1 - share));
    });
  }

  function add_slot(hits, slot, how, loss) {
    const record = names.records.get(slot);
    if (!record) return; // the index was published anew in between
    hits.set(slot, { record: record, score: SCORES[how] - loss, how: how, form: record.forms[0], marks: [] });
  }

  // What holds the words in its text. Those that would be shown are looked into.
  async function add_held(asked_for, hits, asked, stale) {
    const found = await in_text(asked_for);
    if (stale()) return;
    const fresh = [];
    found.forEach(function (strong, slot) {
      if (hits.has(slot)) hits.get(slot).score += 1;
      else if (names.records.has(slot)) fresh.push([slot, strong]);
    });
    fresh.sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
    const better = Array.from(hits.values()).filter(function (hit) {
      return hit.score > SCORES.text && fits(hit.record, asked);
    }).length;
    const shown = fresh.filter(function (pair) { return fits(names.records.get(pair[0]), asked); });
    // A single pair of characters or run of letters is its own proof.
    const is_proof = asked_for.words.every(function (word) { return Array.from(word).length <= 2 || /^([a-z]+|[0-9]+)$/.test(word); });
    const missing = Math.max(0, (asked.limit || 10) - better);
    const looked = is_proof ? [] : shown.slice(0, fresh.length <= CHECKED ? CHECKED : Math.min(CHECKED, missing + 5));
    const refused = new Set();
    await Promise.all(looked.map(async function (pair) {
      if (!await stands(asked_for, names.records.get(pair[0]))) refused.add(pair[0]);
    }));
    if (looked.length && refused.size === looked.length) return;
    fresh.forEach(function (pair) {
      if (!refused.has(pair[0])) add_slot(hits, pair[0], "text", asked_for.loss - 4 * pair[1]);
    });
  }

  // ---------------------------------------------------------------- filters and results

  function region_term(record) { return record.region.split(" ").slice(0, 2).join("·"); }

  const FACETS = {
    kind: function (record) { return [record.kind]; },
    type: function (record) { return [record.type]; },
    region: function (record) { return record.region ? [region_term(record)] : []; },
    year: function (record) { return record.years; }
  };

  function fits(record, asked, but) {
    return Object.keys(FACETS).every(function (facet) {
      return facet === but || !asked[facet] || FACETS[facet](record).includes(String(asked[facet]));
    });
  }

  function counted(hits, facet, asked) {
    const counts = new Map();
    hits.forEach(function (hit) {
      if (!fits(hit.record, asked, facet)) return;
      FACETS[facet](hit.record).forEach(function (value) {
        const known = counts.get(value);
        const label = facet === "kind" ? hit.record.kindLabel : facet === "year" ? value + "年" : value;
        counts.set(value, { value: value, label: label, count: known ? known.count + 1 : 1 });
      });
    });
    return Array.from(counts.values()).sort(function (a, b) {
      if (facet === "year") return a.value < b.value ? 1 : -1;
      return b.count - a.count || (a.value < b.value ? -1 : 1);
    });
  }

  function answer(typed, hits, asked, is_complete) {
    const fitting = sorted(hits).filter(function (hit) { return fits(hit.record, asked); });
    const results = fitting.slice(0, asked.limit || 10).map(function (hit) { return made_result(typed, hit); });
    const groups = new Map();
    results.forEach(function (result) {
      if (!groups.has(result.kind)) groups.set(result.kind, { kind: result.kind, label: result.kindLabel, total: 0, results: [] });
      groups.get(result.kind).results.push(result);
    });
    fitting.forEach(function (hit) { if (groups.has(hit.record.kind)) groups.get(hit.record.kind).total += 1; });
    const counts = {};
    Object.keys(FACETS).forEach(function (facet) { counts[facet] = counted(hits, facet, asked); });
    return {
      query: typed.flat, total: fitting.length, results: results, groups: Array.from(groups.values()),
      counts: counts, nearest: hits.size || !typed.flat ? [] : nearest(typed), complete: is_complete
    };
  }

  function made_result(typed, hit) {
    const record = hit.record;
    const full = record.forms[0];
    const is_full = hit.form === full;
    return {
      permalink: record.permalink, name: full.name, also: is_full ? "" : hit.form.name,
      kind: record.kind, kindLabel: record.kindLabel, type: record.type, region: record.region,
      years: record.years, score: hit.score, how: hit.how,
      ranges: ranges_in(full.name, is_full ? hit.marks : words_in(full, typed)),
      alsoRanges: is_full ? [] : ranges_in(hit.form.name, hit.marks),
      excerpt: function () { return excerpt(record, typed); }
    };
  }

  function words_in(form, typed) {
    return in_order(typed.words.map(function (word) {
      const at = form.key.indexOf(word);
      return [at, at + Array.from(word).length];
    }).filter(function (mark) { return mark[0] >= 0; }));
  }

  // Places in the normal form → places in the text as written.
  function ranges_in(text, marks) {
    const list = flat_list(text);
    return marks.filter(function (mark) { return mark[0] < mark[1] && list[mark[0]]; }).map(function (mark) {
      return [list[mark[0]][1], list[Math.min(mark[1], list.length) - 1][2]];
    });
  }

  function nearest(typed) {
    const wanted = new Set(typed.chars);
    const said = new Set(typed.chars.map(function (char) { return names.syllables.get(char) || char; }));
    const best = new Map();
    names.forms.forEach(function (form) {
      let same = 0;
      let alike = 0;
      form.chars.forEach(function (char) {
        if (wanted.has(char)) same += 1;
        else if (said.has(names.syllables.get(char))) alike += 1;
      });
      const near = 2 * (same + alike / 3) / (form.chars.length + typed.chars.length);
      const known = best.get(form.record);
      if (near > 0.34 && (!known || known < near)) best.set(form.record, near);
    });
    return Array.from(best.entries()).sort(function (a, b) {
      return b[1] - a[1] || (a[0].permalink < b[0].permalink ? -1 : 1);
    }).slice(0, 5).map(function (pair) { return { permalink: pair[0].permalink, name: pair[0].forms[0].name }; });
  }

  // ---------------------------------------------------------------- excerpts

  // The sentence that holds most of the query, else the summary.
  async function excerpt(record, typed) {
    const lines = await lines_of(record);
    let best = { held: 0, line: lines[0], marks: [] };
    [typed.words, typed.chars.length > 3 ? grams(typed.normal) : []].forEach(function (words) {
      if (best.held) return;
      lines.forEach(function (line) {
        const list = flat_list(line.read);
        const text = list.map(function (each) { return each[0]; }).join("");
        const marks = [];
        let held = 0;
        words.forEach(function (word) {
          const at = text.indexOf(word);
          if (at < 0 || Array.from(word).length < 2 && !is_latin(word)) return;
          held += word.length;
          const last = list[at + word.length - 1];
          if (list[at] && last) marks.push([list[at][1], last[2]]);
        });
        // Single pairs of a query that is not there as a whole must be most of it.
        if (held > best.held && (words === typed.words || held > typed.flat.length)) best = { held: held, line: line, marks: in_order(joined(marks)) };
      });
    });
    return cut(best.line ? best.line.text : "", best.marks);
  }

  function joined(marks) {
    return marks.sort(function (a, b) { return a[0] - b[0]; }).reduce(function (all, mark) {
      const last = all[all.length - 1];
      if (last && mark[0] <= last[1]) last[1] = Math.max(last[1], mark[1]);
      else all.push(mark.slice());
      return all;
    }, []);
  }

  // The sentence around the first mark, shortened with … where it is long.
  function cut(text, marks) {
    const first = marks.length ? marks[0][0] : 0;
    let from = first;
    while (from > 0 && !"。！？；".includes(text[from - 1])) from -= 1;
    let to = from;
    while (to < text.length && (to - from < LINE / 2 || !"。！？；".includes(text[to - 1]))) to += 1;
    if (first - from > LINE / 2) from = first - 20;
    to = Math.min(to, from + LINE);
    const is_cut = from > 0 && !"。！？；".includes(text[from - 1]);
    const head = is_cut ? "…" : "";
    const shift = from - head.length;
    return {
      text: head + text.slice(from, to) + (to < text.length ? "…" : ""),
      ranges: marks.filter(function (mark) { return mark[0] >= from && mark[1] <= to; })
        .map(function (mark) { return [mark[0] - shift, mark[1] - shift]; })
    };
  }

  window.zhanting = window.zhanting || {};
  // parts: for the tests that hold this file and normalize.py equal.
  const parts = { set_rules: set_rules, normalize: normalize, grams: grams, shard_of: shard_of };
  window.zhanting.search = { open: open, query: query, parts: parts };
})();
