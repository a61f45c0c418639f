# SPDX-License-Identifier: Apache-2.0
"""Makes the sounds of the talk time: `make audio`, or `python -m audio`. Nothing of it runs on Lambda.

How the sound is made, all of it from sine waves and chance with a fixed seed, so that all rights are the project's own
(Apache-2.0); no recording, no sample and nobody's melody is in it:

- The pad (pad.py): chords of five notes in D major, each ten to sixteen seconds long, melting into the next over six
  seconds. Notes that two chords share sound on, so little moves. Each note is three sine-built waves, a hair out of
  tune with each other, that swell and ebb by themselves. There is no rhythm, no melody and no attack.
- The chime (bell.py): three soft bells of a D major chord, one after the other, within five seconds.
- A track (mix.py): the pad fades in, fades out under the chime, and the chime ends with the track.

Each sound is a function of its name and of the position in it: it is made in blocks, in little memory, and twice the
same. The files (files.py) are MP3 as Alexa takes it both from its AudioPlayer and in an <audio> tag: MPEG version 2,
48 kbit/s, 24 kHz, one channel.
"""
