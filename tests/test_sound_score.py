"""Facts about the score: where sounds stand, and where the recording is cut into pieces."""

from __future__ import annotations

from hypothesis import given, settings, strategies as st

from narrate.sound.cache import key_of
from narrate.sound.score import Grid, Score, Sound, arrange

GRID = Grid(44100, 1152)
FIVE_MS = 220

frames = st.integers(0, 12 * 44100)
pause = st.one_of(st.sampled_from([0, 260, 420, 620, 900]), st.integers(0, 2000))


@st.composite
def episodes(draw: st.DrawFn) -> tuple[list[Sound], list[int], int]:
    lengths = draw(st.lists(frames, min_size=1, max_size=60))
    seed = draw(st.integers(0, 1000))
    sounds = [Sound(key_of(seed, index), length, 882, 2205, 0) for index, length in enumerate(lengths)]
    pauses = draw(st.lists(pause, min_size=len(lengths), max_size=len(lengths)))
    return sounds, pauses, draw(pause)


def placed_absolutely(score: Score) -> list[tuple[int, Sound, int, int]]:
    found, position = [], 0
    for piece in score.pieces:
        found += [(position + p.onset, p.sound, p.lead, p.tail) for p in piece.placed]
        position += piece.frames
    return found


@given(episodes())
@settings(max_examples=150, derandomize=True, deadline=None)
def test_every_sound_stands_once_in_order_after_its_pause(episode: tuple[list[Sound], list[int], int]) -> None:
    sounds, pauses, end_pause = episode
    score = arrange(sounds, pauses, end_pause, GRID)
    placed = placed_absolutely(score)
    assert [sound for _, sound, _, _ in placed] == sounds
    assert [onset for onset, _, _, _ in placed] == list(score.onsets)
    assert score.onsets[0] == GRID.frames(pauses[0])
    ends = [onset + sound.frames for onset, sound, _, _ in placed]
    for end, onset, wanted in zip(ends, score.onsets[1:], pauses[1:], strict=False):
        assert abs(onset - end - GRID.frames(wanted)) <= FIVE_MS
        if wanted < 60:
            assert onset - end == GRID.frames(wanted)
    assert score.frames == ends[-1] + GRID.frames(end_pause)


@given(episodes())
@settings(max_examples=150, derandomize=True, deadline=None)
def test_every_piece_but_the_last_is_whole_mp3_frames_and_ends_in_silence(
    episode: tuple[list[Sound], list[int], int],
) -> None:
    score = arrange(*episode, GRID)
    for piece in score.pieces[:-1]:
        assert piece.frames % 1152 == 0
        last = piece.placed[-1]
        assert piece.frames - (last.onset + last.sound.frames + last.tail) >= 2 * 1152 + 1105 - FIVE_MS
    for piece in score.pieces:
        position = 0
        for placed in piece.placed:
            assert placed.onset - placed.lead >= position
            position = placed.onset + placed.sound.frames + placed.tail
        assert position <= piece.frames
    assert [piece.last for piece in score.pieces] == [False] * (len(score.pieces) - 1) + [True]


@given(st.integers(20, 180), st.integers(1, 44100))
@settings(max_examples=40, derandomize=True, deadline=None)
def test_an_edit_changes_the_pieces_around_it_alone(edited: int, longer: int) -> None:
    sounds = [Sound(key_of(index), 3 * 44100 + index * 1237 % 88200, 882, 2205, 0) for index in range(200)]
    pauses = [(260, 420, 620)[index % 3] for index in range(200)]
    before = set(arrange(sounds, pauses, 1000, GRID).pieces)
    sounds[edited] = Sound(key_of("edited", edited, longer), sounds[edited].frames + longer, 882, 2205, 0)
    after = arrange(sounds, pauses, 1000, GRID).pieces
    assert len(after) > 15
    assert len(set(after) - before) <= 6


def test_pieces_are_neither_tiny_nor_huge() -> None:
    sounds = [Sound(key_of(index), 4 * 44100 + index * 997 % 44100, 882, 2205, 0) for index in range(500)]
    seconds = [piece.frames / 44100 for piece in arrange(sounds, [300] * 500, 0, GRID).pieces[:-1]]
    assert min(seconds) >= 8
    assert max(seconds) <= 60
