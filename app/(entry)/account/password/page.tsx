import type { Metadata } from "next";
import { requireAnybody } from "@/app/require-person";
import { PasswordForm } from "@/components/entry/password-form";
import { chooseNewPassword, signOutHere } from "../actions";

export const metadata: Metadata = { title: "Change password" };

/** Stands outside the console, because whoever has a password of somebody else's choosing gets no further than this. */
export default async function PasswordPage() {
  const { username, mustChangePassword } = await requireAnybody();
  return (
    <>
      <h1 className="mt-8 mb-1 font-semibold text-title">Change password</h1>
      <p className="mb-5 text-secondary text-table">
        {mustChangePassword
          ? `${username}, your password was chosen by somebody else. Choose one that only you know.`
          : "Every other browser that is signed in as you is signed out."}
      </p>
      <PasswordForm
        action={chooseNewPassword}
        username={username}
        leave={mustChangePassword ? { signOut: signOutHere } : null}
      />
    </>
  );
}
